using CsCheck;
using PrefixConsole.Routing.KvEvents;
using PrefixConsole.Routing.Scheduling;
using PrefixConsole.Routing.Scheduling.Explaining;
using PrefixConsole.Routing.Strategies;
using PrefixConsole.Routing.Workers;
using PrefixConsole.Testing.Scheduling;

namespace PrefixConsole.Routing.Tests.Scheduling.Explaining;

public sealed class FlipFinderTests
{
    private static readonly string[] s_recorded = ["prefix", "queue", "kv-usage", "load-aware", "active-requests", "running-requests", "pending-prefill", "reported-prefix"];

    private static readonly Gen<(StrategySpec Spec, (int Load, int Predicted, int Waiting, double Kv)[] Fleet)> s_case =
        from names in Gen.Shuffle(Known(), 1, 4)
        from weights in Gen.Double[0.1, 10].Array[4]
        from fleet in Gen.Select(Gen.Int[0, 12], Gen.Int[0, 10], Gen.Int[0, 60], Gen.Double[0, 1]).Array[2, 6]
        select (new StrategySpec { Name = StrategyNames.Custom, Scorers = [.. names.Select((n, i) => new ScorerWeight(n, Math.Round(weights[i], 3)))] },
            fleet.Select(f => (f.Item1, f.Item2, f.Item3, f.Item4)).ToArray());

    [Fact]
    public void Decide_FromTheRecord_RepeatsTheDecision() => s_case.Sample(c =>
    {
        var decision = Make(c.Spec, c.Fleet);
        var again = new Redecision(new StrategyCatalog(), c.Spec).Decide(decision);

        Assert.Equal(decision.Winner, again!.Winner);
        Assert.Equal(decision.Margin!.Value, again.Margin!.Value, 1e-4f);
    }, iter: 500);

    [Fact]
    public void ByWeight_JustBeyondTheFlip_AnotherWins_AndJustBeforeNot() => s_case.Sample(c =>
    {
        var decision = Make(c.Spec, c.Fleet);
        foreach (var flip in FlipFinder.ByWeight(decision))
        {
            var step = Math.Sign(flip.To - flip.From) * Math.Max(1e-3, Math.Abs(flip.To - flip.From) * 0.01);

            var beyond = Math.Max(flip.To + step, flip.To < flip.From ? flip.To / 2 : 0);
            Assert.True(beyond >= 0 && flip.To > 0, $"{flip} needs a weight below 0");
            Assert.NotEqual(decision.Winner, Best(decision, flip.Subject, beyond));
            Assert.True(Lead(decision, flip.Subject, flip.To - step) > -1e-4, $"{flip} flips before it");
        }
    }, iter: 1000);

    [Fact]
    public void ByWeight_OnlyOneScorer_CannotFlip()
    {
        var spec = new StrategySpec { Name = StrategyNames.Custom, Scorers = [new ScorerWeight("prefix", 1)] };

        Assert.Empty(FlipFinder.ByWeight(Make(spec, [(0, 7, 0, 0), (0, 4, 0, 0), (0, 1, 0, 0)])));
    }

    [Fact]
    public void ByWeight_NoFlipFound_NoWeightFlips() => s_case.Sample(c =>
    {
        var decision = Make(c.Spec, c.Fleet);
        if (decision.Margin is not > 1e-3f)
        {
            return;
        }

        var flips = FlipFinder.ByWeight(decision);
        foreach (var row in decision.Scorers.Where(r => flips.All(f => f.Subject != r.Scorer)))
        {
            foreach (var weight in new[] { 0, row.Weight / 2, row.Weight * 2, 1000 })
            {
                Assert.True(Lead(decision, row.Scorer, weight) > -1e-3, $"{row.Scorer} at {weight} flips");
            }
        }
    }, iter: 500);

    [Fact]
    public void ByLoad_IsTheSmallestNumberOfRequestsThatFlips() => s_case.Sample(c =>
    {
        var decision = Make(c.Spec, c.Fleet);
        var strategy = new Redecision(new StrategyCatalog(), c.Spec);
        if (FlipFinder.ByLoad(decision, strategy).FirstOrDefault(f => f.To > f.From) is not { } flip)
        {
            return;
        }

        var more = (int)(flip.To - flip.From);
        Assert.Equal(flip.Winner, With(decision, strategy, more)!.Winner);
        Assert.NotEqual(decision.Winner, flip.Winner);
        for (var fewer = 1; fewer < Math.Min(more, 17); fewer++)
        {
            var outcome = With(decision, strategy, fewer)!;
            Assert.True(outcome.Winner == decision.Winner || outcome.TieBreak.Length > 0);
        }
    }, iter: 300);

    [Fact]
    public void ByLoad_LeastLoaded_FlipsOnceTheWinnerHasMoreThanAnother()
    {
        var decision = Make(new StrategySpec { Name = StrategyNames.LeastLoaded }, [(2, 0, 0, 0), (5, 0, 0, 0), (9, 0, 0, 0)]);
        var strategy = new Redecision(new StrategyCatalog(), new StrategySpec { Name = StrategyNames.LeastLoaded });

        var flips = FlipFinder.ByLoad(decision, strategy);

        // Level with w1 at 5 is a tie; one more is none. The other way round w1 has to get below 2.
        Assert.Equal([new FlipPoint(FlipKind.Load, "w0", 2, 6, new WorkerId("w1")), new FlipPoint(FlipKind.Load, "w1", 5, 1, new WorkerId("w1"))], flips);
        Assert.Empty(FlipFinder.ByWeight(decision));
    }

    [Fact]
    public void ByCache_SaysHowManyBlocksARivalLacked()
    {
        var spec = new StrategySpec { Name = StrategyNames.Custom, Scorers = [new ScorerWeight("prefix", 1)] };
        var decision = Make(spec, [(0, 7, 0, 0), (0, 4, 0, 0), (0, 1, 0, 0)]);

        var flips = FlipFinder.ByCache(decision, new Redecision(new StrategyCatalog(), spec));

        Assert.Equal(
            [new FlipPoint(FlipKind.Cache, "w1", 4, 8, new WorkerId("w1")), new FlipPoint(FlipKind.Cache, "w2", 1, 8, new WorkerId("w2"))], flips);
    }

    [Fact]
    public void ByLoad_EmptierRival_IsTheFewestThatMakeItWin() => s_case.Sample(c =>
    {
        var decision = Make(c.Spec, c.Fleet);
        var strategy = new Redecision(new StrategyCatalog(), c.Spec);
        if (FlipFinder.ByLoad(decision, strategy).FirstOrDefault(f => f.To < f.From) is not { } flip)
        {
            return;
        }

        var fewer = (int)(flip.From - flip.To);
        Assert.Equal((flip.Subject, ""), (flip.Winner.Value, Emptier(decision, strategy, flip.Winner, fewer)!.TieBreak));
        Assert.Equal(flip.Winner, Emptier(decision, strategy, flip.Winner, fewer)!.Winner);
        foreach (var rival in decision.Candidates.Where(r => r.Worker != decision.Winner))
        {
            for (var less = 1; less < Math.Min(fewer, rival.InFlight + 1); less++)
            {
                var outcome = Emptier(decision, strategy, rival.Worker, less)!;
                Assert.True(outcome.Winner != rival.Worker || outcome.TieBreak.Length > 0, $"{less} less at {rival.Worker} is enough, said was {flip}");
            }
        }
    }, iter: 300);

    [Theory]
    [InlineData(StrategyNames.ApproximatePrefix, 4, 8)]
    [InlineData(StrategyNames.ApproximateTree, 4, 8)]
    [InlineData(StrategyNames.PrecisePrefix, 8, 15)]
    [InlineData(StrategyNames.KvEventsLongest, 8, 15)]
    public void ByCache_OfATrustedWorkerThatReports_IsFoundInTheBlocksTheStrategyGoesBy(string name, int from, int to)
    {
        var fixture = new SchedulerFixture(name);
        foreach (var (id, predicted, reported) in new[] { ("w0", 7, 14), ("w1", 4, 8), ("w2", 0, 0) })
        {
            var worker = fixture.Add(id, predicted: predicted);
            fixture.Reported.Say(worker.Slot, KvTrust.Trusted, new TierBlocks(reported));
            fixture.Report(worker, waiting: 0, running: 0, kvUsage: 0);
        }

        var request = TestRequest.Create(blocks: 10, tokens: 320, tokenBlocks: 20);
        var decision = fixture.Decide(request);

        var flips = FlipFinder.ByCache(decision, new Redecision(new StrategyCatalog(), new StrategySpec { Name = name }));

        Assert.Equal("w0", decision.Winner?.Value);
        Assert.Equal(new FlipPoint(FlipKind.Cache, "w1", from, to, new WorkerId("w1")), flips[0]);
        Assert.Equal(["w1", "w2"], flips.Select(f => f.Subject));
    }

    [Fact]
    public void ByWeight_AboveTheGreatestThatCanBeSet_IsNotOffered()
    {
        var spec = SchedulerFixture.Custom(null, ("prefix", 900), ("active-requests", 1));
        var decision = Make(spec, [(10, 10, 0, 0), (0, 5, 0, 0)]);

        // w0 leads by 449. The idle w1 makes that up at weight 450; with 9 in flight against 10 it would take some 4,500.
        Assert.Equal(450, FlipFinder.ByWeight(decision).Single(f => f.Subject == "active-requests").To, 2);
        Assert.DoesNotContain(
            FlipFinder.ByWeight(Make(SchedulerFixture.Custom(null, ("prefix", 900), ("active-requests", 1)), [(10, 10, 0, 0), (9, 5, 0, 0)])), f => f.Subject == "active-requests");
    }

    [Fact]
    public void ByLoadAndByCache_OfTheLargestFleet_DecideAgainABoundedNumberOfTimes()
    {
        var spec = new StrategySpec { Name = StrategyNames.ApproximatePrefix };
        var fixture = new SchedulerFixture(spec);
        for (var i = 0; i < WorkerRegistry.MaxWorkers; i++)
        {
            var worker = fixture.Add($"w{i}", load: i % 7, predicted: i);
            fixture.Report(worker, waiting: i % 7, running: 1, kvUsage: 0.5);
        }

        var decision = fixture.Decide(TestRequest.Create(blocks: 4000, tokens: 100_000));
        var strategy = new Redecision(new StrategyCatalog(), spec);

        FlipFinder.ByLoad(decision, strategy);
        var byLoad = strategy.Made;
        FlipFinder.ByCache(decision, strategy);

        // One to see that it repeats; 16 one by one, 6 doublings, 10 halvings; for each rival all of its load, then halvings of at most 6.
        Assert.InRange(byLoad, 1, 1 + 32 + (FlipFinder.MaxRivals * 4));
        Assert.InRange(strategy.Made - byLoad, 1, 1 + (FlipFinder.MaxRivals * 13));
    }

    [Fact]
    public void Decide_OfAFleetOfEquals_CountsWhoWasDrawnAsChosenAgain()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var spec = SchedulerFixture.Custom(null, ("prefix", 1));
            var fixture = new SchedulerFixture(spec, seed);
            for (var i = 0; i < 5; i++)
            {
                fixture.Add($"w{i}", predicted: 3);
            }

            var decision = fixture.Decide();
            var again = new Redecision(new StrategyCatalog(), spec).Decide(decision);

            Assert.True(decision.IsDraw);
            Assert.Equal((decision.Winner, true), (again!.Winner, again.IsDraw));
        }
    }

    [Fact]
    public void Decide_TieOfLoads_GoesToTheFewestProcessedAsRecorded()
    {
        var fixture = new SchedulerFixture(StrategyNames.LeastLoaded);
        foreach (var (id, before) in new[] { ("w0", 5), ("w1", 2), ("w2", 9) })
        {
            var worker = fixture.Add(id);
            for (var i = 0; i < before; i++)
            {
                worker.Load.Acquire(0, 0).Dispose();
            }
        }

        var decision = fixture.Decide();
        var again = new Redecision(new StrategyCatalog(), new StrategySpec { Name = StrategyNames.LeastLoaded }).Decide(decision);

        Assert.Equal([5, 2, 9], decision.Candidates.Select(c => c.Processed));
        Assert.Equal(("w1", "fewest processed", false), (decision.Winner?.Value, decision.TieBreak, decision.IsDraw));
        Assert.Equal((decision.Winner, decision.TieBreak), (again!.Winner, again.TieBreak));
    }

    [Theory]
    [InlineData(StrategyNames.ConsistentHash, RedecisionBasis.Record)]
    [InlineData(StrategyNames.SessionAffinity, RedecisionBasis.Record)]
    [InlineData(StrategyNames.Random, RedecisionBasis.Chance)]
    [InlineData(StrategyNames.RoundRobin, RedecisionBasis.Chance)]
    [InlineData(StrategyNames.LeastLoaded, RedecisionBasis.Record)]
    [InlineData(StrategyNames.ApproximatePrefix, RedecisionBasis.Record)]
    [InlineData(StrategyNames.PrecisePrefix, RedecisionBasis.Record)]
    [InlineData(StrategyNames.DynamoCost, RedecisionBasis.Partial)]
    [InlineData(StrategyNames.KvEventsLongest, RedecisionBasis.Record)]
    public void Basis_SaysWhatTheRecordIsEnoughFor(string strategy, RedecisionBasis basis)
    {
        var redecision = new Redecision(new StrategyCatalog(), new StrategySpec { Name = strategy });

        Assert.Equal(basis, redecision.Basis);
        Assert.Equal(basis is RedecisionBasis.Partial, redecision.Missing.Length > 0);
    }

    [Fact]
    public void Decide_OfARequestWithoutWorkers_IsNull()
    {
        var decision = Make(new StrategySpec { Name = StrategyNames.Random }, []);

        Assert.Null(new Redecision(new StrategyCatalog(), new StrategySpec { Name = StrategyNames.LeastLoaded }).Decide(decision));
    }

    private static string[] Known() => [.. new StrategyCatalog().Scorers.Select(s => s.Name).Where(n => s_recorded.Contains(n))];

    private static RoutingDecision Make(StrategySpec spec, (int Load, int Predicted, int Waiting, double Kv)[] fleet)
    {
        var fixture = new SchedulerFixture(spec);
        for (var i = 0; i < fleet.Length; i++)
        {
            var worker = fixture.Add($"w{i}", fleet[i].Load, fleet[i].Predicted);
            fixture.Report(worker, fleet[i].Waiting, fleet[i].Load, fleet[i].Kv);
        }

        return fixture.Decide(TestRequest.Create(blocks: 10, tokens: 100));
    }

    private static Redecided? With(RoutingDecision decision, Redecision strategy, int more) =>
        strategy.Decide(decision, new RedecisionChange(decision.Winner, Requests: more));

    private static Redecided? Emptier(RoutingDecision decision, Redecision strategy, WorkerId rival, int fewer) =>
        strategy.Decide(decision, new RedecisionChange(rival, Requests: -fewer));

    private static double[] Totals(RoutingDecision decision, string scorer, double weight)
    {
        var row = decision.Scorers.First(r => r.Scorer == scorer);
        return [.. decision.Totals.Select((t, i) => t + ((weight - row.Weight) * row.Scores[i]))];
    }

    private static WorkerId Best(RoutingDecision decision, string scorer, double weight)
    {
        var totals = Totals(decision, scorer, weight);
        var column = Array.IndexOf(totals, totals.Max());
        return decision.Candidates.First(c => c.Column == column).Worker;
    }

    /// <summary>Lead of the winner over the best other at another weight.</summary>
    private static double Lead(RoutingDecision decision, string scorer, double weight)
    {
        var totals = Totals(decision, scorer, weight);
        var winner = decision.Candidates.First(c => c.Worker == decision.Winner).Column;
        return totals[winner] - totals.Where((_, i) => i != winner).Max();
    }
}
