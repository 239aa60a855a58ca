using PrefixConsole.Routing.Scheduling;
using PrefixConsole.Routing.Strategies;
using PrefixConsole.Testing.Measuring;
using PrefixConsole.Testing.Scheduling;

namespace PrefixConsole.Routing.Tests.Scheduling;

public sealed class TrialSchedulingTests
{
    [Fact]
    public void Schedule_EachConversationStaysWithOneRevision_AndDecisionsSayWhich()
    {
        var fixture = new SchedulerFixture(StrategyNames.LeastLoaded);
        fixture.Add("a");
        fixture.Add("b");
        var trial = fixture.Strategies.StartTrial(new StrategySpec { Name = StrategyNames.RoundRobin }, 30, "ann", "try", 1).Trial!;
        var tried = 0;

        for (var i = 0; i < 1000; i++)
        {
            var session = $"s{i}";
            var first = fixture.Decide(TestRequest.Create(session: session));
            var later = fixture.Decide(TestRequest.Create(id: "r2", session: session, blocks: 30, firstHash: (ulong)i));

            Assert.Equal(first.Revision, later.Revision);
            Assert.Equal(trial.Takes(TestRequest.Create(session: session)) ? (2, StrategyNames.RoundRobin) : (1, StrategyNames.LeastLoaded), (first.Revision, first.Strategy));
            tried += first.Revision == 2 ? 1 : 0;
        }

        Assert.InRange(tried, 230, 370);
    }

    [Fact]
    public void RecordServed_ByEitherSide_IsHeardByBoth()
    {
        var fixture = new SchedulerFixture(StrategyNames.LeastLoaded);
        var (a, b) = (fixture.Add("a"), fixture.Add("b"));
        fixture.Strategies.StartTrial(new StrategySpec { Name = StrategyNames.SessionAffinity }, 1, "ann", "try", 1);
        var request = SessionOf(fixture.Strategies.Trial!, taken: false);

        // The active revision, which learns nothing itself, sent it to b: the trial must know when it takes over.
        fixture.Scheduler.RecordServed(request, b);
        fixture.Strategies.Promote("ann", "", null);
        b.Occupy(5);

        Assert.Equal("b", fixture.Winner(request));
        Assert.Equal(0, a.Load.InFlight);
    }

    [Fact]
    public void Dispatch_OfSharedState_CountsOnce_AndEndsWithTheLease()
    {
        // Both sides follow the same active blocks.
        var fixture = new SchedulerFixture(StrategyNames.DynamoCost);
        fixture.Add("a");
        fixture.Strategies.StartTrial(SchedulerFixture.Spec(StrategyNames.DynamoCost, ("prefill-scale", 2)), 50, "ann", "try", 1);
        var pipeline = fixture.Strategies.Serving.Followers;

        Assert.Equal(pipeline.Dispatch.Distinct(ReferenceEqualityComparer.Instance).Count(), pipeline.Dispatch.Length);
        Assert.Equal(fixture.Strategies.Current.Pipeline.Dispatch.Length, pipeline.Dispatch.Length);
        fixture.Scheduler.Schedule(TestRequest.Create()).Lease!.Dispose();
        Assert.Null(fixture.Scheduler.Schedule(TestRequest.Create(excluded: [new("a")])).Lease);
    }

    [Fact]
    public void Schedule_WithATrial_AllocatesNoMoreThanWithout()
    {
        var request = TestRequest.Create(session: "a session of some length");
        var (plain, trial) = (Warm(null), Warm(50));

        Assert.Equal(Allocated(plain), Allocated(trial));

        long Allocated(SchedulerFixture fixture)
        {
            const int Rounds = 200;
            return Allocation.Of(() =>
            {
                for (var i = 0; i < Rounds; i++)
                {
                    fixture.Scheduler.Schedule(request).Lease!.Dispose();
                }
            }) / Rounds;
        }

        SchedulerFixture Warm(int? percent)
        {
            var fixture = new SchedulerFixture(StrategyNames.ApproximatePrefix);
            fixture.Add("a");
            fixture.Add("b");
            if (percent is { } share)
            {
                fixture.Strategies.StartTrial(new StrategySpec { Name = StrategyNames.ApproximatePrefix }, share, "ann", "try", 1);
            }

            Allocated(fixture);
            return fixture;
        }
    }

    private static RoutingRequest SessionOf(StrategyTrial trial, bool taken)
    {
        for (var i = 0; ; i++)
        {
            var request = TestRequest.Create(session: $"s{i}");
            if (trial.Takes(request) == taken)
            {
                return request;
            }
        }
    }
}
