using PrefixConsole.Routing.Scheduling;
using PrefixConsole.Routing.Strategies;
using PrefixConsole.Routing.Workers;
using PrefixConsole.Testing.Measuring;
using PrefixConsole.Testing.Scheduling;

namespace PrefixConsole.Routing.Tests.Scheduling;

/// <summary>Test requests that an operator pinned to a worker.</summary>
public sealed class PinnedSchedulingTests
{
    private static readonly WorkerId s_b = new("b");

    [Fact]
    public void Schedule_Pinned_GoesThereWhateverTheStrategyWants_AndSaysSo()
    {
        var fixture = new SchedulerFixture(StrategyNames.ApproximatePrefix);
        fixture.Add("a", predicted: 10);
        var b = fixture.Add("b", load: 5);
        fixture.Registry.SetStatus(fixture.Add("c"), WorkerStatus.NotReady, "test");
        Assert.Equal("a", fixture.Winner());

        var result = fixture.Scheduler.Schedule(TestRequest.Create(pinned: s_b));

        var decision = result.Decision;
        Assert.Equal((s_b, DecisionReasons.Pinned, 1, StrategyNames.ApproximatePrefix), (decision.Winner, decision.Reason, decision.Revision, decision.Strategy));
        Assert.Equal([Eligibility.Pinned, null, Eligibility.NotReady], decision.Candidates.Select(c => c.RemovedBy));
        Assert.True(decision.Request.Pinned);
        Assert.True(decision is { Scorers: [], Totals: [0], Margin: null, TieBreak: "" });
        Assert.Equal(6, b.Load.InFlight);
        result.Lease!.Dispose();
        Assert.Equal(5, b.Load.InFlight);
        Assert.False(fixture.Decide().Request.Pinned);
    }

    [Theory]
    [InlineData(WorkerStatus.Ready, true)]
    [InlineData(WorkerStatus.Draining, true)]
    [InlineData(WorkerStatus.NotReady, false)]
    [InlineData(WorkerStatus.Pending, false)]
    public void Schedule_PinnedWorkerIsNotReady_OnlyADrainingOneIsAsked(WorkerStatus status, bool asked)
    {
        var fixture = new SchedulerFixture(StrategyNames.LeastLoaded);
        fixture.Add("a");
        fixture.Registry.SetStatus(fixture.Add("b"), status, "test");

        var decision = fixture.Decide(TestRequest.Create(pinned: s_b));

        Assert.Equal(asked ? (s_b, DecisionReasons.Pinned) : ((WorkerId?)null, DecisionReasons.NoHealthyWorker), (decision.Winner, decision.Reason));
        Assert.Equal("a", fixture.Winner(TestRequest.Create()));
    }

    [Fact]
    public void Schedule_PinnedWorkerDoesNotServeTheModelOrTakesNoRequests_IsGivenToNobody()
    {
        var fixture = new SchedulerFixture(StrategyNames.LeastLoaded);
        fixture.Add("a");
        fixture.Registry.AddReady(TestFleet.Config("prefill") with { Role = WorkerRole.Prefill });

        var elsewhere = fixture.Decide(TestRequest.Create(pinned: s_b));
        var prefill = fixture.Decide(TestRequest.Create(pinned: new WorkerId("prefill")));

        Assert.Equal((null, DecisionReasons.AllFiltered), (elsewhere.Winner, elsewhere.Reason));
        Assert.Equal((null, DecisionReasons.NoHealthyWorker, Eligibility.Role), (prefill.Winner, prefill.Reason, prefill.Candidates[1].RemovedBy));
    }

    [Fact]
    public void Schedule_FilterWouldRemoveIt_IsNotAsked()
    {
        var fixture = new SchedulerFixture(SchedulerFixture.Custom(null, ("prefix", 1)) with { Filters = ["below-queue-limit"] });
        fixture.Report(fixture.Add("b"), waiting: 1000);
        Assert.Null(fixture.Winner());

        Assert.Equal("b", fixture.Winner(TestRequest.Create(pinned: s_b)));
    }

    [Fact]
    public void Schedule_Pinned_IsNeverOfTheTrial()
    {
        var fixture = new SchedulerFixture(StrategyNames.LeastLoaded);
        fixture.Add("b");
        fixture.Strategies.StartTrial(new StrategySpec { Name = StrategyNames.RoundRobin }, StrategyTrial.MostPercent, "ann", "try", 1);
        var sessions = Enumerable.Range(0, 100).Select(i => $"s{i}").ToArray();
        Assert.Contains(sessions, s => fixture.Decide(TestRequest.Create(session: s)).Revision == 2);

        Assert.All(sessions, s => Assert.Equal(1, fixture.Decide(TestRequest.Create(session: s, pinned: s_b)).Revision));
    }

    [Fact]
    public void Schedule_Pinned_TakesNobodysTurn()
    {
        var fixture = new SchedulerFixture(StrategyNames.RoundRobin);
        fixture.Add("a");
        fixture.Add("b");
        fixture.Add("c");
        var first = fixture.Winner();

        fixture.Decide(TestRequest.Create(pinned: s_b));

        Assert.Equal(["a", "b", "c"], new[] { first, fixture.Winner(), fixture.Winner() }.Order());
    }

    [Fact]
    public void RecordServed_Pinned_TeachesTheTreeAndNoSession()
    {
        var fixture = new SchedulerFixture(StrategyNames.SessionAffinity);
        var (a, b) = (fixture.Add("a"), fixture.Add("b"));

        fixture.Scheduler.RecordServed(TestRequest.Create(session: "s", pinned: s_b), b);
        b.Occupy(5);
        var after = fixture.Decide(TestRequest.Create(session: "s"));

        Assert.Equal((b.Slot, 10), (Assert.Single(fixture.Learned).Slot, fixture.Learned[0].Blocks));
        Assert.Equal((a.Id, DecisionReasons.LeastLoaded), (after.Winner, after.Reason));
        fixture.Scheduler.RecordServed(TestRequest.Create(session: "s"), b);
        Assert.Equal("b", fixture.Winner(TestRequest.Create(session: "s")));
    }

    [Fact]
    public void Schedule_Pinned_AllocatesNoMoreThanAnyOther()
    {
        var fixture = new SchedulerFixture(StrategyNames.ApproximatePrefix);
        fixture.Add("a");
        fixture.Add("b");
        Allocated(TestRequest.Create());
        Allocated(TestRequest.Create(pinned: s_b));

        Assert.True(Allocated(TestRequest.Create(pinned: s_b)) <= Allocated(TestRequest.Create()));

        long Allocated(RoutingRequest request)
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
    }
}
