using CsCheck;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.Tests.Telemetry;

public sealed class PredictionAgesTests
{
    private static readonly DateTimeOffset s_start = DateTimeOffset.UnixEpoch;

    private readonly DecisionLog _log = new(100);

    [Fact]
    public void Of_TwoWithTheSameHead_IsTheAgeOfTheNewest()
    {
        Serve("old", 0);
        Serve("new", 20);
        Serve("unlike", 25, prompt: "unlike");
        Ask("asked", 32.5);

        var ages = Ages("asked");

        Assert.Equal(new PredictionAge { Worker = new WorkerId("w1"), State = PredictionAgeState.Found, HeadBlocks = 10, Age = TimeSpan.FromSeconds(12.5), By = "new" }, ages[0]);
        Assert.Equal(new PredictionAge { Worker = new WorkerId("other"), State = PredictionAgeState.NothingPredicted, HeadBlocks = 10 }, ages[1]);
    }

    [Fact]
    public void Of_EachWorker_HasItsOwnAge()
    {
        Serve("there", 1, worker: "other");
        Serve("here", 4);
        Serve("elsewhere", 5, worker: "w3");
        Ask("asked", 10, bestBlocks: 10);

        Assert.Equal([("here", 6.0), ("there", 9.0)], Ages("asked").Select(a => (a.By!, a.Age!.Value.TotalSeconds)));
    }

    [Fact]
    public void Of_ARetriedRequest_TaughtTheWorkerThatServedItAndNotTheOneThatFailed()
    {
        var entry = Send("retried", 5);
        _log.Retry(entry, Decisions.Decide("retried", winner: "other", prompt: "p", at: At(6), attempt: 2), AttemptFailure.Unreachable);
        _log.Complete(entry, Decisions.Served("other", ttftMs: 1100));
        Ask("asked", 10, bestBlocks: 10);

        var ages = Ages("asked");

        Assert.Equal((PredictionAgeState.NotKept, TimeSpan.FromSeconds(4)), (ages[0].State, ages[0].Reach));
        Assert.Equal((PredictionAgeState.Found, TimeSpan.FromSeconds(4), "retried"), (ages[1].State, ages[1].Age, ages[1].By));
    }

    [Fact]
    public void Of_ASecondAttempt_KnowsWhatWasAnsweredSinceTheFirst()
    {
        Serve("before", 0);
        var entry = Send("asked", 10, worker: "other", bestBlocks: 10);
        Serve("between", 11);
        Serve("after", 13);
        _log.Retry(entry, Decisions.Decide("asked", prompt: "p", winnerBlocks: 10, at: At(12), attempt: 2), AttemptFailure.Unreachable);

        Assert.Equal("between", Ages("asked")[0].By);
        Assert.Equal("before", PredictionAges.Of(Decisions.Decide("asked", prompt: "p", winnerBlocks: 10, at: At(10)), entry, _log)[0].By);
    }

    [Fact]
    public void Of_APinnedRequest_TaughtTheTreeLikeAnyOther()
    {
        _log.Complete(_log.Record(Decisions.Decide("pinned", prompt: "p", at: At(3), pinned: true)), Decisions.Served(ttftMs: 10));
        Ask("asked", 10);

        Assert.Equal("pinned", Ages("asked")[0].By);
    }

    [Fact]
    public void Of_AnotherTenant_IsNoneOfIts()
    {
        Serve("theirs", 3, tenant: "b");
        Ask("asked", 10);

        Assert.Equal((PredictionAgeState.NotKept, 0), (Ages("asked")[0].State, Ages("asked")[0].OtherHeads));
    }

    [Theory]
    [InlineData(DecisionOutcome.WorkerStatus, false)]
    [InlineData("worker_interrupted", true)]
    [InlineData("client_closed_request", true)]
    public void Of_AnAnswerThatFailed_CountsWhenTheWorkerHadBegunOne(string error, bool taught)
    {
        _log.Complete(Send("failed", 3), Decisions.Served(ttftMs: 10, error: error));
        Ask("asked", 10);

        Assert.Equal(taught ? PredictionAgeState.Found : PredictionAgeState.NotKept, Ages("asked")[0].State);
    }

    [Fact]
    public void Of_OneThatNobodyAnswered_TaughtNobody()
    {
        _log.Complete(Send("refused", 3), Decisions.Refused());
        Ask("asked", 10);

        Assert.Equal(PredictionAgeState.NotKept, Ages("asked")[0].State);
    }

    [Fact]
    public void Of_OnesNotAnsweredByThen_AreCountedBesideTheOneThatWas()
    {
        Serve("answered", 1);
        Send("running", 8);
        _log.Complete(Send("slow", 9), Decisions.Served(ttftMs: 1001));
        Ask("asked", 10);

        var age = Ages("asked")[0];

        Assert.Equal((PredictionAgeState.Found, "answered", 2), (age.State, age.By, age.Since));
    }

    [Fact]
    public void Of_NoneAnsweredByThen_IsTheNewestAndSaysSo()
    {
        Send("running", 8);
        _log.Complete(Send("slow", 9), Decisions.Served(ttftMs: 1001));
        Ask("asked", 10);

        var age = Ages("asked")[0];

        Assert.Equal((PredictionAgeState.Unanswered, "slow", TimeSpan.FromSeconds(1), 1), (age.State, age.By, age.Age, age.Since));
    }

    [Fact]
    public void Of_OneWhoseAnswerBeganAtThatMoment_IsFound()
    {
        _log.Complete(Send("just", 9), Decisions.Served(ttftMs: 1000));
        Ask("asked", 10);

        Assert.Equal(PredictionAgeState.Found, Ages("asked")[0].State);
    }

    [Fact]
    public void Of_NoKeys_CannotBeTold_AndOthersWithoutMatchNothing()
    {
        Serve("keyless", 3, keys: false);
        Ask("asked", 10);
        _log.Record(Decisions.Decide("asks without", prompt: "p", winnerBlocks: 10, at: At(11), keys: false));

        Assert.Equal(PredictionAgeState.NotKept, Ages("asked")[0].State);
        Assert.Equal(PredictionAgeState.NoKey, Ages("asks without")[0].State);
    }

    [Fact]
    public void Of_AHeadOfAnotherLength_IsNotComparedButCounted()
    {
        Serve("short", 3, headBytes: 800);
        Serve("short, another model", 4, headBytes: 800, model: "n");
        Ask("asked", 10);

        Assert.Equal((PredictionAgeState.NotKept, 1, null), (Ages("asked")[0].State, Ages("asked")[0].OtherHeads, Ages("asked")[0].By));
    }

    [Fact]
    public void Of_APartOfTheHead_CannotBeTold()
    {
        Serve("same", 3);
        Ask("asked", 10, blocks: 9);

        Assert.Equal((PredictionAgeState.PartOfHead, null), (Ages("asked")[0].State, Ages("asked")[0].Age));
    }

    [Fact]
    public void Of_APartOfTheHead_IsToldByItsSessionAndByNoOther()
    {
        Talk("first", 1, "s");
        Talk("there", 2, "s", worker: "other");
        Talk("not theirs", 3, "s", tenant: "b");
        Talk("another", 4, "t");
        _log.Record(Decisions.Decide("running", prompt: "p1", session: "s", at: At(5)));
        _log.Record(Decisions.Decide("asked", prompt: "p2", session: "s", winnerBlocks: 9, bestBlocks: 10, at: At(10)));
        _log.Record(Decisions.Decide("new", prompt: "p2", session: "u", winnerBlocks: 9, at: At(11)));

        var ages = Ages("asked");

        Assert.Equal((PredictionAgeState.SameSession, "first", TimeSpan.FromSeconds(9), 1), (ages[0].State, ages[0].By, ages[0].Age, ages[0].Since));
        Assert.Equal(PredictionAgeState.NotKept, ages[1].State);
        Assert.Equal((PredictionAgeState.PartOfHead, null, 0), (Ages("new")[0].State, Ages("new")[0].By, Ages("new")[0].Since));

        void Talk(string id, double at, string session, string worker = "w1", string tenant = "") =>
            _log.Complete(_log.Record(Decisions.Decide(id, worker, prompt: id, session: session, tenant: tenant, at: At(at))), Decisions.Served(worker, ttftMs: 100));
    }

    [Fact]
    public void Of_OneThatHasLeftTheLog_SaysHowFarItReachesBack()
    {
        Serve("gone", 0);
        for (var i = 1; i <= 99; i++)
        {
            Serve($"r{i}", i, prompt: "unlike");
        }

        Ask("asked", 200);
        Assert.Equal((PredictionAgeState.NotKept, TimeSpan.FromSeconds(199)), (Ages("asked")[0].State, Ages("asked")[0].Reach));
    }

    [Fact]
    public void Of_TheOldestKept_HasNothingToReachBackTo()
    {
        Ask("asked", 10);
        Serve("after", 11);

        Assert.Equal((PredictionAgeState.NotKept, (TimeSpan?)null), (Ages("asked")[0].State, Ages("asked")[0].Reach));
    }

    [Fact]
    public void Of_AStoredDecision_IsNotLookedFor()
    {
        Serve("same", 3);
        var entry = Ask("asked", 10);

        Assert.Equal([PredictionAgeState.NotSearched, PredictionAgeState.NothingPredicted], PredictionAges.Of(entry.Decision, entry, log: null).Select(a => a.State));
    }

    [Fact]
    public void Of_MoreDecisionsThanItLooksAt_Stops()
    {
        var log = new DecisionLog(PredictionAges.MaxDecisions + 10);
        log.Complete(log.Record(Decisions.Decide("far", prompt: "p", at: At(0))), Decisions.Served(ttftMs: 1));
        var unlike = Decisions.Decide("unlike", prompt: "unlike", at: At(1));
        for (var i = 0; i < PredictionAges.MaxDecisions; i++)
        {
            log.Record(unlike);
        }

        var entry = log.Record(Decisions.Decide("asked", prompt: "p", winnerBlocks: 10, at: At(2)));

        Assert.Equal((PredictionAgeState.NotKept, TimeSpan.FromSeconds(1)), (PredictionAges.Of(entry.Decision, entry, log)[0].State, PredictionAges.Of(entry.Decision, entry, log)[0].Reach));
    }

    /// <summary>Against a list that is searched from its end for each worker by itself.</summary>
    [Fact]
    public void Of_RandomLogs_IsThatOfANaiveSearch() => Gen.Select(
        Gen.Int[0, 2],
        Gen.Int[0, 1],
        Gen.Int[0, 4],
        Gen.Int[0, 3000],
        Gen.Int[0, 2]).List[1, 40].Sample(steps =>
        {
            string[] workers = ["w1", "w2", "other"];
            var log = new DecisionLog(25);
            var sent = new List<(string Id, string? Taught, string Prompt, DateTimeOffset At, DateTimeOffset? Begun)>();
            var now = s_start;
            foreach (var (worker, prompt, fate, ttft, gap) in steps)
            {
                now += TimeSpan.FromSeconds(gap);
                var id = $"r{sent.Count}";
                var entry = log.Record(Decisions.Decide(id, winner: workers[worker], prompt: $"p{prompt}", at: now));
                var outcome = fate switch
                {
                    0 => null,
                    1 => Decisions.Refused(),
                    2 => Decisions.Served(workers[worker], ttft, error: DecisionOutcome.WorkerStatus),
                    _ => Decisions.Served(workers[worker], ttft),
                };
                if (outcome is not null)
                {
                    log.Complete(entry, outcome);
                }

                sent.Add((id, fate is 1 or 2 ? null : workers[worker], $"p{prompt}", now, fate == 0 ? null : now + TimeSpan.FromMilliseconds(ttft)));
            }

            now += TimeSpan.FromSeconds(1);
            var asked = log.Record(Decisions.Decide("asked", winner: "w1", prompt: "p0", winnerBlocks: 10, bestBlocks: 10, at: now));
            var kept = sent.TakeLast(24).ToList();
            foreach (var age in PredictionAges.Of(asked.Decision, asked, log))
            {
                var same = kept.Where(r => r.Taught == age.Worker.Value && r.Prompt == "p0").ToList();
                var answered = same.FindLastIndex(r => r.Begun <= now);
                var expected = answered >= 0
                    ? (PredictionAgeState.Found, same[answered].Id, same.Count - 1 - answered)
                    : same.Count > 0
                        ? (PredictionAgeState.Unanswered, same[^1].Id, same.Count - 1)
                        : (PredictionAgeState.NotKept, (string?)null, 0);
                Assert.Equal(expected, (age.State, age.By, age.Since));
                Assert.Equal(expected.Item2 is { } by ? now - sent.Single(r => r.Id == by).At : null, age.Age);
                Assert.Equal(age.State == PredictionAgeState.NotKept ? now - kept[0].At : null, age.Reach);
            }
        });

    private static DateTimeOffset At(double seconds) => s_start + TimeSpan.FromSeconds(seconds);

    private DecisionEntry Send(string id, double at, string worker = "w1", string prompt = "p", string tenant = "", string model = "m", int headBytes = 4096, bool keys = true, int bestBlocks = 0) =>
        _log.Record(Decisions.Decide(id, worker, prompt: prompt, tenant: tenant, model: model, headBytes: headBytes, keys: keys, bestBlocks: bestBlocks, at: At(at)));

    private void Serve(string id, double at, string worker = "w1", string prompt = "p", string tenant = "", string model = "m", int headBytes = 4096, bool keys = true) =>
        _log.Complete(Send(id, at, worker, prompt, tenant, model, headBytes, keys), Decisions.Served(worker, ttftMs: 100));

    private DecisionEntry Ask(string id, double at, int blocks = 10, int bestBlocks = 0) =>
        _log.Record(Decisions.Decide(id, prompt: "p", winnerBlocks: blocks, bestBlocks: bestBlocks, at: At(at)));

    private IReadOnlyList<PredictionAge> Ages(string id) => PredictionAges.Of(_log.Find(id)!.Decision, _log.Find(id)!, _log);
}
