using PrefixConsole.Routing.Prefixes;
using PrefixConsole.Routing.Scheduling;
using PrefixConsole.Routing.Strategies;
using PrefixConsole.Routing.Workers;
using PrefixConsole.Testing.Measuring;
using PrefixConsole.Testing.Scheduling;

namespace PrefixConsole.Routing.Tests.Scheduling;

public sealed class RequestSchedulerTests
{
    [Fact]
    public void Schedule_NobodyServesTheModel_IsUnknownModel()
    {
        var fixture = new SchedulerFixture(StrategyNames.LeastLoaded);
        fixture.Add("w1");

        var result = fixture.Scheduler.Schedule(TestRequest.Create(model: "other"));

        Assert.True(result is { Worker: null, Lease: null, Decision.Winner: null, Decision.Margin: null });
        Assert.Equal(DecisionReasons.UnknownModel, result.Decision.Reason);
        Assert.Empty(result.Decision.Candidates);
    }

    [Fact]
    public void Schedule_NobodyEligible_IsNoHealthyWorkerWithEveryReason()
    {
        var fixture = new SchedulerFixture(StrategyNames.LeastLoaded);
        fixture.Registry.Add(TestFleet.Config("pending"));
        fixture.Registry.SetStatus(fixture.Add("down"), WorkerStatus.NotReady, "test");
        fixture.Registry.SetStatus(fixture.Add("draining"), WorkerStatus.Draining, "test");
        fixture.Registry.AddReady(TestFleet.Config("prefill") with { Role = WorkerRole.Prefill });
        var tried = fixture.Add("tried");

        var decision = fixture.Decide(TestRequest.Create(excluded: [tried.Id]));

        Assert.Equal(DecisionReasons.NoHealthyWorker, decision.Reason);
        Assert.Equal(
            ["status:pending", "status:not-ready", "status:draining", "role", "already-tried"],
            decision.Candidates.Select(candidate => candidate.RemovedBy));
    }

    [Fact]
    public void Schedule_FilterLeavesNobody_IsAllFilteredAndNobodyIsCounted()
    {
        var fixture = new SchedulerFixture(SchedulerFixture.Custom(null, ("prefix", 1)) with { Filters = ["below-queue-limit"] });
        var worker = fixture.Add("w1");
        fixture.Report(worker, waiting: 1000);

        var decision = fixture.Decide();

        Assert.Equal((DecisionReasons.AllFiltered, "below-queue-limit"), (decision.Reason, decision.Candidates[0].RemovedBy));
        Assert.Equal(0, worker.Load.Processed);
    }

    [Fact]
    public void Schedule_OneWorkerLeft_SaysSoAndKeepsTheScores()
    {
        var fixture = new SchedulerFixture(StrategyNames.ApproximatePrefix);
        fixture.Add("w1", predicted: 5);

        var decision = fixture.Decide();

        Assert.Equal((DecisionReasons.OnlyCandidate, (float?)null), (decision.Reason, decision.Margin));
        Assert.Equal(0.5f, decision.Scorers[0].Scores[0]);
    }

    [Fact]
    public void Schedule_Adapter_OnlyItsWorkersAreConsidered()
    {
        var fixture = new SchedulerFixture(StrategyNames.LeastLoaded);
        fixture.Add("w1");
        fixture.Registry.AddReady(TestFleet.Config("w2") with { Adapters = ["lora-x"] });

        Assert.Equal(["w2"], fixture.Decide(TestRequest.Create(model: "lora-x")).Candidates.Select(candidate => candidate.Worker.Value));
    }

    [Fact]
    public void Schedule_Decision_HasWhatItWasMadeFrom()
    {
        var fixture = new SchedulerFixture(StrategyNames.LeastLoaded);
        fixture.Report(fixture.Add("w1", load: 2, predicted: 3), waiting: 4, kvUsage: 0.25);
        var winner = fixture.Add("w2", predicted: 5);
        var request = TestRequest.Create(blocks: 10, tokens: 1000);

        var result = fixture.Scheduler.Schedule(request);
        var decision = result.Decision;

        Assert.Same(winner, result.Worker);
        Assert.Equal(("r1", 1, 1, "least-loaded", fixture.Time.GetUtcNow()), (decision.Id, decision.Attempt, decision.Revision, decision.Strategy, decision.At));
        Assert.Equal((3, 2, (int?)4, (double?)0.25), (decision.Candidates[0].PredictedBlocks, decision.Candidates[0].InFlight, decision.Candidates[0].Waiting, decision.Candidates[0].KvUsage));
        Assert.Equal((5, 5, 500, 500), (decision.WinnerPredictedBlocks, decision.BestPredictedBlocks, decision.PredictedCachedTokens, decision.AvailableTokens));
        Assert.Empty(decision.Scorers);
        Assert.Equal([0f, 0f], decision.Totals);
        Assert.Equal((1, 1000L, 500L), (winner.Load.InFlight, winner.Load.InFlightTokens, winner.Load.PendingPrefillTokens));

        result.Lease!.Dispose();
        Assert.Equal((0, 0L, 0L), (winner.Load.InFlight, winner.Load.InFlightTokens, winner.Load.PendingPrefillTokens));
    }

    [Fact]
    public void Schedule_EachIndex_IsAskedOnceAndOnlyWithBlocks()
    {
        var fixture = new SchedulerFixture(StrategyNames.ApproximatePrefix);
        for (var i = 0; i < 20; i++)
        {
            fixture.Add($"w{i}");
        }

        fixture.Decide(TestRequest.Create(blocks: 10));
        Assert.Equal((1, 0), (fixture.Predicted.Calls, fixture.Reported.Calls));

        fixture.Decide(TestRequest.Create(blocks: 0));
        Assert.Equal(1, fixture.Predicted.Calls);
    }

    [Fact]
    public void Schedule_ScorerOutOfRange_IsClampedAndNaNIsZero()
    {
        var fixture = new SchedulerFixture(StrategyNames.LeastLoaded);
        var pipeline = new StrategyPipeline([], [(new FixedScorer(1.7f, -0.3f, float.NaN), 2)], new Routing.Pickers.MaxScorePicker(new Random(1)), []);
        var candidates = Candidates.InFlight(0, 0, 0);

        var choice = Choice.Make(TestRequest.Create(), pipeline, candidates, new DecisionCandidate[3]);

        Assert.Equal([1f, 0f, 0f], choice.Rows[0].Scores);
        Assert.Equal([2f, 0f, 0f], choice.Totals);
        Assert.Equal((0, 2f), (choice.Index, choice.Margin));
        Assert.Empty(fixture.Registry.Workers);
    }

    [Fact]
    public void RecordServed_Namespace_BecomesTheLabel()
    {
        var fixture = new SchedulerFixture(StrategyNames.Random);
        var worker = fixture.Add("w1");
        foreach (var space in new[] { new PrefixNamespace("m"), new("m", "lora"), new("m", "", "salt", "acme"), new("m", "lora", "", "acme") })
        {
            fixture.Scheduler.RecordServed(
                new RoutingRequest { Id = "r", Model = "m", Namespace = space, Blocks = TestRequest.Create().Blocks, PromptTokens = 1 }, worker);
        }

        Assert.Equal(["m", "m · lora", $"m · tenant acme · salt {SaltName.Of("salt")}", "m · lora · tenant acme"], fixture.Learned.Select(learned => learned.Label));
    }

    [Fact]
    public void RecordServed_WorkerHasLeft_LearnsNothing()
    {
        var fixture = new SchedulerFixture(StrategyNames.SessionAffinity);
        var worker = fixture.Add("w1");
        fixture.Registry.Remove(worker.Id);

        fixture.Scheduler.RecordServed(TestRequest.Create(session: "s"), worker);

        Assert.Empty(fixture.Learned);
        Assert.Empty(fixture.Forgotten);
    }

    [Fact]
    public void RecordServed_WorkerLeavesDuringTheInsert_IsForgottenAgain()
    {
        var fixture = new SchedulerFixture(StrategyNames.Random);
        var worker = fixture.Add("w1");
        fixture.OnLearn = (_, _) => fixture.Registry.Remove(worker.Id);

        fixture.Scheduler.RecordServed(TestRequest.Create(), worker);

        Assert.Equal([worker.Slot], fixture.Forgotten);
    }

    [Fact]
    public void Preview_AnyStrategy_MovesNoState()
    {
        var fixture = new SchedulerFixture(StrategyNames.RoundRobin);
        var workers = new[] { fixture.Add("w1"), fixture.Add("w2"), fixture.Add("w3") };
        var request = TestRequest.Create(session: "s");
        var specs = new StrategyCatalog().Strategies
            .Where(strategy => strategy.Name != StrategyNames.Custom)
            .Select(strategy => new StrategySpec { Name = strategy.Name })
            .Append(SchedulerFixture.Custom("round-robin", ("no-hit-lru", 1), ("session", 1)))
            .ToArray();
        for (var round = 0; round < 5; round++)
        {
            Assert.All(specs, spec => Assert.NotNull(fixture.Scheduler.Preview(request, spec).Winner));
        }

        Assert.All(workers, worker => Assert.Equal((0, 0L), (worker.Load.InFlight, worker.Load.Processed)));
        Assert.Empty(fixture.Learned);
        Assert.Single(fixture.Strategies.History);
        Assert.Equal(["w1", "w2", "w3"], new[] { fixture.Winner(), fixture.Winner(), fixture.Winner() });
        var preview = fixture.Scheduler.Preview(request, specs[1]);
        Assert.Equal(("w1", 0), (preview.Winner!.Value.Value, preview.Revision));
    }

    [Fact]
    public void Preview_RandomStrategy_LeavesTheLiveDrawsAsTheyWere()
    {
        static string[] Draw(bool preview)
        {
            var fixture = new SchedulerFixture(StrategyNames.Random);
            var spec = new StrategySpec { Name = StrategyNames.Random };
            for (var i = 0; i < 8; i++)
            {
                fixture.Add($"w{i}");
            }

            return [.. Enumerable.Range(0, 50).Select(_ =>
            {
                if (preview)
                {
                    fixture.Scheduler.Preview(TestRequest.Create(), spec);
                }

                return fixture.Winner()!;
            })];
        }

        Assert.Equal(Draw(preview: false), Draw(preview: true));
    }

    [Fact]
    public void Preview_SessionBoundLive_IsSeen()
    {
        var fixture = new SchedulerFixture(StrategyNames.SessionAffinity);
        var bound = fixture.Add("w1", load: 5);
        fixture.Add("w2");
        var request = TestRequest.Create(session: "s");
        fixture.Scheduler.RecordServed(request, bound);

        Assert.Equal("w1", fixture.Scheduler.Preview(request, new StrategySpec { Name = StrategyNames.SessionAffinity }).Winner!.Value.Value);
    }

    [Fact]
    public void Preview_InvalidSpec_Throws()
    {
        var fixture = new SchedulerFixture(StrategyNames.Random);

        Assert.Throws<ArgumentException>(() => fixture.Scheduler.Preview(TestRequest.Create(), new StrategySpec { Name = "nonsense" }));
    }

    [Fact]
    public void Schedule_WarmedUp_AllocatesOnlyTheDecision()
    {
        var fixture = new SchedulerFixture(StrategyNames.ApproximatePrefix);
        const int Workers = 64;
        for (var i = 0; i < Workers; i++)
        {
            fixture.Report(fixture.Add($"w{i}", predicted: i % 7), waiting: i % 5, kvUsage: 0.3);
        }

        var request = TestRequest.Create();
        const int Rounds = 200;
        Schedule();
        var perCall = Allocation.Of(Schedule) / Rounds;

        // Candidates 64 x about 104 B, 3 rows x 2 x 64 floats, totals, decision, lease: just under 9,000 B. A candidate buffer of its
        // own (64 x about 100 B) or overlap arrays (2 x 4 KB) would break this bound, and so would a few more words.
        Assert.InRange(perCall, 1, 9_000);
        TestContext.Current.TestOutputHelper?.WriteLine($"{perCall} bytes per decision over {Workers} workers");

        void Schedule()
        {
            for (var i = 0; i < Rounds; i++)
            {
                fixture.Scheduler.Schedule(request).Lease!.Dispose();
            }
        }
    }

    private sealed class FixedScorer(params float[] values) : IWorkerScorer
    {
        public string Name => "fixed";

        public void Score(RoutingRequest request, ReadOnlySpan<WorkerCandidate> candidates, Span<float> raw, Span<float> scores) =>
            values.CopyTo(scores);
    }
}
