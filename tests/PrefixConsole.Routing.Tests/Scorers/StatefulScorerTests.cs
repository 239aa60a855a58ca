using Microsoft.Extensions.Time.Testing;
using PrefixConsole.Routing.Scheduling.State;
using PrefixConsole.Routing.Scorers;
using PrefixConsole.Routing.Tests.Scheduling;
using PrefixConsole.Testing.Scheduling;
using static PrefixConsole.Routing.Tests.Scheduling.Candidates;

namespace PrefixConsole.Routing.Tests.Scorers;

public sealed class StatefulScorerTests
{
    private readonly ColdStartTable _cold = new();
    private int _requests;

    [Fact]
    public void NoHitLru_ColdRequests_RotateAndWarmOnesLeaveTheOrder()
    {
        var fleet = InFlight(0, 0, 0);
        var scorer = new NoHitLruScorer(_cold, preview: false);

        AreClose([1, 0.5f, 0], scorer.Score(fleet).Scores);
        ServeCold(scorer, fleet, 0);
        AreClose([0, 1, 0.5f], scorer.Score(fleet).Scores);

        var warm = TestRequest.Create(id: "warm");
        AreClose([0.5f, 0.5f, 0.5f], scorer.Score([One(0, predicted: 1), One(1), One(2)], warm).Scores);
        _cold.OnServed(warm, fleet[1].Worker);
        AreClose([0, 1, 0.5f], scorer.Score(fleet).Scores);

        ServeCold(scorer, fleet, 1);
        ServeCold(scorer, fleet, 2);
        AreClose([1, 0.5f, 0], scorer.Score(fleet).Scores);
        AreClose([1], scorer.Score([fleet[2]]).Scores);
    }

    [Fact]
    public void NoHitLru_Preview_DoesNotMakeTheRequestCold()
    {
        var fleet = InFlight(0, 0);
        var request = TestRequest.Create(id: "p");
        new NoHitLruScorer(_cold, preview: true).Score(fleet, request);
        _cold.OnServed(request, fleet[0].Worker);

        Assert.Null(_cold.LastServed(fleet[0].Worker.Id));
    }

    [Fact]
    public void Session_BoundWorker_ScoresOneUntilIdleTooLong()
    {
        var time = new FakeTimeProvider();
        var sessions = new SessionTable(time);
        var scorer = new SessionScorer(sessions, SessionTable.DefaultIdle);
        var fleet = InFlight(0, 0);
        var request = TestRequest.Create(session: "s");
        AreClose([0, 0], scorer.Score(fleet, request).Scores);

        sessions.Bind(request, fleet[1].Worker.Id, SessionTable.DefaultIdle, 10);
        AreClose([0, 1], scorer.Score(fleet, request).Scores);
        Assert.Equal(float.NaN, scorer.Score(fleet, TestRequest.Create()).Raw[0]);

        time.Advance(SessionTable.DefaultIdle + TimeSpan.FromTicks(1));
        AreClose([0, 0], scorer.Score(fleet, request).Scores);
    }

    private void ServeCold(NoHitLruScorer scorer, Routing.Scheduling.WorkerCandidate[] fleet, int worker)
    {
        var request = TestRequest.Create(id: $"cold{_requests++}");
        scorer.Score(fleet, request);
        _cold.OnServed(request, fleet[worker].Worker);
    }
}
