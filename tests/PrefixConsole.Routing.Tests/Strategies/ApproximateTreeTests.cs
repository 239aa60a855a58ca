using PrefixConsole.Routing.Scheduling;
using PrefixConsole.Routing.Strategies;
using PrefixConsole.Routing.Tests.Scheduling;
using PrefixConsole.Routing.Workers;
using PrefixConsole.Testing.Scheduling;
using static PrefixConsole.Routing.Strategies.ApproximateTreeStrategy;

namespace PrefixConsole.Routing.Tests.Strategies;

/// <summary>Cases 32 to 39 of the SGLang notes.</summary>
public sealed class ApproximateTreeTests
{
    [Theory]
    [InlineData(3, "w2", DecisionReasons.CacheMiss)]
    [InlineData(4, "w1", DecisionReasons.CacheHit)]
    public void Case32_RatioEqualToTheThreshold_IsAMiss(int matched, string winner, string reason)
    {
        var fixture = Tree();
        fixture.Add("w1", load: 1, predicted: matched);
        fixture.Add("w2");

        var decision = fixture.Decide(TestRequest.Create(blocks: 10));

        Assert.Equal((winner, reason), (decision.Winner!.Value.Value, decision.Reason));
    }

    [Fact]
    public void Case33_SeveralHolders_LeastLoadedHolderAndNotTheIdleStranger()
    {
        var fixture = Tree();
        fixture.Add("w1", load: 5, predicted: 10);
        fixture.Add("w2", load: 2, predicted: 10);
        fixture.Add("w3");

        Assert.Equal("w2", fixture.Winner());
    }

    [Fact]
    public void Case33_EquallyLoadedHolders_AreDrawnEvenly()
    {
        var fixture = Tree();
        fixture.Add("w1", load: 1, predicted: 10);
        fixture.Add("w2", load: 1, predicted: 10);
        fixture.Add("w3");
        var first = 0;
        for (var i = 0; i < 2000; i++)
        {
            var decision = fixture.Decide();
            Assert.Equal("random among 2", decision.TieBreak);
            first += decision.Winner!.Value.Value == "w1" ? 1 : 0;
        }

        Assert.InRange(first, 900, 1100);
    }

    [Fact]
    public void Case34_OnlyHolderOverTheGate_SpillsAndTheOtherBecomesAHolder()
    {
        var fixture = Tree((BalanceAbs, 32), (BalanceRel, 1.1));
        fixture.Add("w1", load: 100, predicted: 10);
        var idle = fixture.Add("w2");
        var request = TestRequest.Create();

        var decision = fixture.Decide(request);
        Assert.Equal(("w2", DecisionReasons.LoadSpill), (decision.Winner!.Value.Value, decision.Reason));

        fixture.Scheduler.RecordServed(request, idle);
        Assert.Equal((idle.Slot, 10, TestRequest.Model), Assert.Single(fixture.Learned));
    }

    [Theory]
    [InlineData(32, "w1")]
    [InlineData(2, "w2")]
    public void Case35_LoadTenToZero_DependsOnTheAbsoluteMargin(int abs, string winner)
    {
        var fixture = Tree((BalanceAbs, abs), (BalanceRel, 1.1));
        fixture.Add("w1", load: 10, predicted: 10);
        fixture.Add("w2");

        Assert.Equal(winner, fixture.Winner());
    }

    [Fact]
    public void Case36_SequentialMisses_AreSpreadEvenly()
    {
        var fixture = Tree();
        var workers = Enumerable.Range(0, 4).Select(i => fixture.Add($"w{i}")).ToArray();
        for (var i = 0; i < 40; i++)
        {
            Assert.Equal(DecisionReasons.CacheMiss, fixture.Decide().Reason);
        }

        Assert.All(workers, worker => Assert.Equal(10, worker.Load.Processed));
    }

    [Fact]
    public void Case37_OnlyHolderUnavailable_LeastLoadedServesAndIsRecorded()
    {
        var fixture = Tree();
        var holder = fixture.Add("w1", predicted: 10);
        fixture.Add("w2", load: 3);
        var idle = fixture.Add("w3");
        fixture.Registry.SetStatus(holder, WorkerStatus.NotReady, "down");
        var request = TestRequest.Create();

        var decision = fixture.Decide(request);
        fixture.Scheduler.RecordServed(request, idle);

        Assert.Equal(("w3", DecisionReasons.CacheMiss), (decision.Winner!.Value.Value, decision.Reason));
        Assert.Equal(10, decision.BestPredictedBlocks);
        Assert.Equal(idle.Slot, Assert.Single(fixture.Learned).Slot);
    }

    [Theory]
    [InlineData(0.9, 0.15, "w2", DecisionReasons.LoadSpill)]
    [InlineData(0.9, 0.85, "w1", DecisionReasons.CacheHit)]
    [InlineData(0.9, null, "w1", DecisionReasons.CacheHit)]
    public void Case38_KvSpreadOverTheLimit_AbandonsAffinity(double holder, double? other, string winner, string reason)
    {
        var fixture = Tree((KvSpread, 0.3));
        fixture.Report(fixture.Add("w1", load: 1, predicted: 10), kvUsage: holder);
        fixture.Report(fixture.Add("w2"), kvUsage: other);

        var decision = fixture.Decide();

        Assert.Equal((winner, reason), (decision.Winner!.Value.Value, decision.Reason));
    }

    [Theory]
    [InlineData(0.95, "w2")]
    [InlineData(0.90, "w1")]
    public void KvCeiling_FullestWorkerAboveIt_AbandonsAffinity(double usage, string winner)
    {
        var fixture = Tree((KvCeiling, 0.9));
        fixture.Report(fixture.Add("w1", load: 1, predicted: 10), kvUsage: usage);
        fixture.Report(fixture.Add("w2"), kvUsage: usage);

        Assert.Equal(winner, fixture.Winner());
    }

    [Theory]
    [InlineData(WorkerStatus.Pending, Eligibility.Pending)]
    [InlineData(WorkerStatus.NotReady, Eligibility.NotReady)]
    [InlineData(WorkerStatus.Draining, Eligibility.Draining)]
    public void Case39_NotReady_IsNeverSelected(WorkerStatus status, string removedBy)
    {
        var fixture = Tree();
        var holder = fixture.Add("w1", predicted: 10);
        fixture.Add("w2", load: 50);
        fixture.Registry.SetStatus(holder, status, "test");

        var decision = fixture.Decide();

        Assert.Equal("w2", decision.Winner!.Value.Value);
        Assert.Equal(removedBy, decision.Candidates[0].RemovedBy);
    }

    [Theory]
    [InlineData(64, "w1")]
    [InlineData(65, "w2")]
    public void FleetGate_MarginStrictlyOver_IgnoresAffinity(int load, string winner)
    {
        var fixture = Tree((Gate, GateFleet));
        fixture.Add("w1", load: load, predicted: 10);
        fixture.Add("w2");

        Assert.Equal(winner, fixture.Winner());
    }

    [Fact]
    public void FleetGate_ImbalanceElsewhere_StillIgnoresAffinityUnlikeTheRequestGate()
    {
        foreach (var (gate, winner) in new[] { (GateFleet, "w3"), (GateRequest, "w1") })
        {
            var fixture = Tree((Gate, gate));
            fixture.Add("w1", load: 1, predicted: 10);
            fixture.Add("w2", load: 200);
            fixture.Add("w3");

            Assert.Equal(winner, fixture.Winner());
        }
    }

    [Fact]
    public void HolderLast_SeveralHolders_TheOneThatServedThatPrefixLast()
    {
        var fixture = Tree((Holder, HolderLast));
        var first = fixture.Add("w1", predicted: 10);
        var second = fixture.Add("w2", load: 5, predicted: 10);
        var request = TestRequest.Create();

        fixture.Scheduler.RecordServed(request, first);
        fixture.Scheduler.RecordServed(request, second);
        Assert.Equal("w2", fixture.Winner(request));

        // A shorter prompt's deepest block was served last by the same worker, then by the other one.
        fixture.Predicted[first.Slot] = fixture.Predicted[second.Slot] = 4;
        Assert.Equal("w2", fixture.Winner(request));
        fixture.Scheduler.RecordServed(TestRequest.Create(blocks: 4), first);
        Assert.Equal("w1", fixture.Winner(request));
    }

    private static SchedulerFixture Tree(params ReadOnlySpan<(string Name, ParameterValue Value)> parameters) =>
        new(StrategyNames.ApproximateTree, parameters);
}
