using PrefixConsole.Routing.Pickers;
using PrefixConsole.Routing.Scheduling;
using PrefixConsole.Routing.Strategies;
using PrefixConsole.Routing.Tests.Scheduling;
using PrefixConsole.Routing.Workers;
using PrefixConsole.Testing.Scheduling;

namespace PrefixConsole.Routing.Tests.Strategies;

public sealed class StrategyTests
{
    [Theory]
    [InlineData(StrategyNames.Random, PickerNames.Random, DecisionReasons.Random)]
    [InlineData(StrategyNames.RoundRobin, PickerNames.RoundRobin, DecisionReasons.Turn)]
    [InlineData(StrategyNames.LeastLoaded, PickerNames.LeastLoaded, DecisionReasons.LeastLoaded)]
    [InlineData(StrategyNames.PowerOfTwo, PickerNames.PowerOfTwo, DecisionReasons.PowerOfTwo)]
    [InlineData(StrategyNames.SessionAffinity, PickerNames.Session, DecisionReasons.LeastLoaded)]
    [InlineData(StrategyNames.ConsistentHash, PickerNames.HashRing, DecisionReasons.RingOwner)]
    [InlineData(StrategyNames.ApproximateTree, PickerNames.DeepestHolder, DecisionReasons.CacheMiss)]
    [InlineData(StrategyNames.ApproximatePrefix, PickerNames.MaxScore, DecisionReasons.MaxScore)]
    public void Decide_IdleFleet_NamesPickerAndReason(string strategy, string picker, string reason)
    {
        var fixture = new SchedulerFixture(strategy);
        fixture.Add("w1");
        fixture.Add("w2");

        var decision = fixture.Decide();

        Assert.Equal((strategy, picker, reason), (decision.Strategy, decision.Picker, decision.Reason));
        Assert.NotNull(decision.Winner);
    }

    [Fact]
    public void RoundRobin_ThreeWorkers_GoInTurn()
    {
        var fixture = new SchedulerFixture(StrategyNames.RoundRobin);
        fixture.Add("w1", load: 9);
        fixture.Add("w2");
        fixture.Add("w3");

        Assert.Equal(["w1", "w2", "w3", "w1"], Enumerable.Range(0, 4).Select(_ => fixture.Winner()!));
    }

    [Fact]
    public void SessionAffinity_ServedSession_StaysUntilIdleOrUnavailable()
    {
        var fixture = new SchedulerFixture(StrategyNames.SessionAffinity);
        var bound = fixture.Add("w1", load: 7);
        fixture.Add("w2");
        var request = TestRequest.Create(session: "s1");
        Assert.Equal("w2", fixture.Winner(request));

        fixture.Scheduler.RecordServed(request, bound);
        var decision = fixture.Decide(request);
        Assert.Equal(("w1", DecisionReasons.Session), (decision.Winner!.Value.Value, decision.Reason));
        Assert.Equal("w2", fixture.Winner(TestRequest.Create(session: "other")));
        Assert.Equal("w2", fixture.Winner(TestRequest.Create()));

        fixture.Registry.SetStatus(bound, WorkerStatus.Draining, "operator");
        Assert.Equal("w2", fixture.Winner(request));
        fixture.Registry.SetStatus(bound, WorkerStatus.Ready, "back");
        fixture.Time.Advance(TimeSpan.FromSeconds(300));
        Assert.Equal("w1", fixture.Winner(request));
        fixture.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("w2", fixture.Winner(request));
    }

    [Fact]
    public void SessionAffinity_MoreSessionsThanAllowed_ForgetsTheOneServedLongestAgo()
    {
        var fixture = new SchedulerFixture(StrategyNames.SessionAffinity, (SessionAffinityStrategy.MaxSessions, 2));
        var bound = fixture.Add("w1", load: 7);
        fixture.Add("w2");
        foreach (var session in new[] { "a", "b", "a", "c" })
        {
            fixture.Scheduler.RecordServed(TestRequest.Create(session: session), bound);
        }

        Assert.Equal(
            [("a", "w1"), ("b", "w2"), ("c", "w1")],
            new[] { "a", "b", "c" }.Select(session => (session, fixture.Winner(TestRequest.Create(session: session))!)));
    }

    [Fact]
    public void SessionAffinity_SwitchedAwayAndBack_KeepsItsSessions()
    {
        var fixture = new SchedulerFixture(StrategyNames.SessionAffinity);
        var bound = fixture.Add("w1", load: 7);
        fixture.Add("w2");
        var request = TestRequest.Create(session: "s1");
        fixture.Scheduler.RecordServed(request, bound);

        fixture.Strategies.Apply(SchedulerFixture.Spec(StrategyNames.Random), "test", "", null);
        fixture.Strategies.Apply(SchedulerFixture.Spec(StrategyNames.SessionAffinity), "test", "", null);

        Assert.Equal("w1", fixture.Winner(request));
    }

    [Fact]
    public void ConsistentHash_OneHotPrefix_StaysWithinItsBound()
    {
        var fixture = new SchedulerFixture(StrategyNames.ConsistentHash);
        var workers = Enumerable.Range(0, 8).Select(i => fixture.Add($"w{i}")).ToArray();
        for (var i = 0; i < 400; i++)
        {
            fixture.Scheduler.Schedule(TestRequest.Create(id: $"r{i}"));
        }

        // Reliability C-34: nobody above twice the mean.
        Assert.All(workers, worker => Assert.True(worker.Load.InFlight <= 2 * 400 / 8, $"{worker.Id} has {worker.Load.InFlight}"));
        Assert.Equal(400, workers.Sum(worker => worker.Load.InFlight));
    }

    [Fact]
    public void ApproximatePrefix_GieWeights_GiveTheTotalsAndTheMargin()
    {
        var fixture = new SchedulerFixture(StrategyNames.ApproximatePrefix);
        fixture.Report(fixture.Add("w1", predicted: 5), waiting: 10, kvUsage: 0.8);
        fixture.Report(fixture.Add("w2", predicted: 2), waiting: 0, kvUsage: 0);

        var decision = fixture.Decide(TestRequest.Create(blocks: 10));

        Candidates.AreClose([(3 * 0.5f) + 0 + (2 * 0.2f), (3 * 0.2f) + 2 + 2], decision.Totals);
        Assert.Equal("w2", decision.Winner!.Value.Value);
        Assert.Equal(4.6f - 1.9f, decision.Margin!.Value, 1e-4f);
        Assert.Equal([("prefix", 3f), ("queue", 2f), ("kv-usage", 2f)], decision.Scorers.Select(row => (row.Scorer, row.Weight)));
    }

    [Fact]
    public void ApproximatePrefix_StaleMetrics_CountAsMissing()
    {
        var fixture = new SchedulerFixture(StrategyNames.ApproximatePrefix);
        var worker = fixture.Add("w1");
        fixture.Report(worker, waiting: 3, running: 1, kvUsage: 0.5);
        fixture.Add("w2");

        fixture.Time.Advance(RequestScheduler.DefaultMetricsMaxAge);
        Assert.Equal((3, 0.5), (fixture.Decide().Candidates[0].Waiting, fixture.Decide().Candidates[0].KvUsage));

        fixture.Time.Advance(TimeSpan.FromMilliseconds(1));
        var decision = fixture.Decide();
        Assert.Equal((null, null), (decision.Candidates[0].Waiting, decision.Candidates[0].KvUsage));
        Assert.Equal(float.NaN, decision.Scorers[1].Raw[0]);
        Assert.Equal([0, 0], decision.Scorers[2].Scores);
    }

    [Fact]
    public void ApproximatePrefix_HotPrefix_SpillsBeforeTheQueueGrows()
    {
        // Reliability C-35 in small: everyone asks for what w0 holds; the engine queue is what is in flight beyond 4.
        var fixture = new SchedulerFixture(StrategyNames.ApproximatePrefix);
        var workers = Enumerable.Range(0, 4).Select(i => fixture.Add($"w{i}")).ToArray();
        fixture.Predicted[workers[0].Slot] = 8;
        for (var i = 0; i < 40; i++)
        {
            foreach (var worker in workers)
            {
                fixture.Report(worker, waiting: Math.Max(0, worker.Load.InFlight - 4), kvUsage: Math.Min(1, worker.Load.InFlight / 20.0));
            }

            fixture.Scheduler.Schedule(TestRequest.Create(id: $"r{i}"));
        }

        Assert.All(workers, worker => Assert.InRange(worker.Load.InFlight, 6, 16));
    }

    [Fact]
    public void ApproximatePrefix_WeightedRandomPicker_IsSelectable()
    {
        var fixture = new SchedulerFixture(StrategyNames.ApproximatePrefix, (ApproximatePrefixStrategy.Picker, PickerNames.WeightedRandom));
        fixture.Add("w1");
        fixture.Add("w2");

        Assert.Equal(DecisionReasons.WeightedRandom, fixture.Decide().Reason);
    }

    [Fact]
    public void Custom_FiltersScorersAndPicker_AllTakePart()
    {
        var spec = SchedulerFixture.Custom(PickerNames.MaxScore, ("queue", 1), ("kv-usage", 1), ("session", 5)) with
        {
            Filters = ["below-queue-limit", "kv-below-limit"],
        };
        var fixture = new SchedulerFixture(spec);
        fixture.Report(fixture.Add("w1"), waiting: 500, kvUsage: 0.1);
        fixture.Report(fixture.Add("w2"), waiting: 0, kvUsage: 0.99);
        var bound = fixture.Add("w3");
        fixture.Report(bound, waiting: 9, kvUsage: 0.5);
        fixture.Report(fixture.Add("w4"), waiting: 0, kvUsage: 0.2);
        var request = TestRequest.Create(session: "s");

        var before = fixture.Decide(request);
        Assert.Equal(["below-queue-limit", "kv-below-limit", null, null], before.Candidates.Select(candidate => candidate.RemovedBy));
        Assert.Equal([-1, -1, 0, 1], before.Candidates.Select(candidate => candidate.Column));
        Assert.Equal("w4", before.Winner!.Value.Value);

        fixture.Scheduler.RecordServed(request, bound);
        Assert.Equal("w3", fixture.Winner(request));
    }

    [Fact]
    public void Custom_FullDecision_AddsTheScores()
    {
        // llm-d: idle, 20 % used; the third score of their example is our prefix.
        var fixture = new SchedulerFixture(SchedulerFixture.Custom(null, ("queue", 1), ("kv-usage", 1), ("prefix", 1)));
        fixture.Report(fixture.Add("w1", predicted: 10), waiting: 0, kvUsage: 0.2);
        fixture.Report(fixture.Add("w2"), waiting: 5, kvUsage: 0.9);

        var decision = fixture.Decide();

        Candidates.AreClose([2.8f, 0.1f], decision.Totals);
        Assert.Equal("w1", decision.Winner!.Value.Value);
    }
}
