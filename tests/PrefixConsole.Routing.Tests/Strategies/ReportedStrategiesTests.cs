using PrefixConsole.Routing.KvEvents;
using PrefixConsole.Routing.Prefixes;
using PrefixConsole.Routing.Scheduling;
using PrefixConsole.Routing.Strategies;
using PrefixConsole.Routing.Tests.Scheduling;
using PrefixConsole.Testing.Scheduling;

namespace PrefixConsole.Routing.Tests.Strategies;

/// <summary>Strategies that read what workers report: by the values of the projects they come from, and with reports that cannot be trusted.</summary>
public sealed class ReportedStrategiesTests
{
    [Fact]
    public void PrecisePrefix_WeighsReportedShareQueueAndKv()
    {
        var fixture = new SchedulerFixture(StrategyNames.PrecisePrefix);
        var holder = fixture.Add("holder");
        var idle = fixture.Add("idle");
        fixture.Reported[holder.Slot] = 10;
        fixture.Report(holder, waiting: 4, kvUsage: 0.5);
        fixture.Report(idle, waiting: 0, kvUsage: 0);

        var decision = fixture.Decide(Tokenized(blocks: 20));

        // 2 · 0.5 + 0 + 0.5 against 0 + 1 + 1
        Assert.Equal([1.5f, 2f], decision.Totals);
        Assert.Equal("idle", decision.Winner?.Value);
    }

    [Theory]
    [InlineData(KvTrust.Trusted, "reported")]
    [InlineData(KvTrust.CatchingUp, "reported")]
    [InlineData(KvTrust.Untrusted, "predicted")]
    [InlineData(KvTrust.Silent, "predicted")]
    [InlineData(KvTrust.NotReporting, "predicted")]
    public void PrecisePrefix_UsesReportsAsFarAsTheyAreTrusted(KvTrust trust, string winner)
    {
        var fixture = new SchedulerFixture(StrategyNames.PrecisePrefix, ("queue-weight", 0), ("kv-weight", 0));
        var reported = fixture.Add("reported");
        var predicted = fixture.Add("predicted", predicted: 5);
        fixture.Reported.Say(reported.Slot, trust, new TierBlocks(18));
        fixture.Reported.Say(predicted.Slot, KvTrust.Untrusted, new TierBlocks(20));

        var decision = fixture.Decide(Tokenized(blocks: 20));

        Assert.Equal(winner, decision.Winner?.Value);
        Assert.Equal(trust, decision.Candidates[0].Trust);
    }

    [Fact]
    public void CatchingUp_TakesTheGreaterOfBoth()
    {
        var fixture = new SchedulerFixture(StrategyNames.PrecisePrefix, ("queue-weight", 0), ("kv-weight", 0));
        var worker = fixture.Add("w", predicted: 8);
        fixture.Add("other");
        fixture.Reported.Say(worker.Slot, KvTrust.CatchingUp, new TierBlocks(4));

        var decision = fixture.Decide(Tokenized(blocks: 20));

        Assert.Equal(1.6f, decision.Totals[0]);
        Assert.Equal(decision.Request.ToTokens(8), decision.CapturedTokens);
    }

    [Fact]
    public void TierWeights_AreParameters_AndUnknownTiersCountNothingAtFirst()
    {
        var tiers = new TierBlocks(Gpu: 2, Cpu: 2, Disk: 2, Remote: 2, Unknown: 2);
        Assert.Equal((2 + 1.6 + 0.5 + 0.5) / 20 * 2, Score([]), 5);
        Assert.Equal((2 + 1 + 2 + 0 + 2) / 20.0 * 2, Score([("cpu-weight", 0.5), ("disk-weight", 1), ("remote-weight", 0), ("unknown-tier-weight", 1)]), 5);

        double Score((string, ParameterValue)[] parameters)
        {
            var fixture = new SchedulerFixture(StrategyNames.PrecisePrefix, [("queue-weight", 0), ("kv-weight", 0), .. parameters]);
            var worker = fixture.Add("w");
            fixture.Reported.Say(worker.Slot, KvTrust.Trusted, tiers);
            return fixture.Decide(Tokenized(blocks: 20)).Totals[0];
        }
    }

    [Fact]
    public void KvEventsLongest_AnyOverlapWins_ThenLoad_AndNobodyMeansLeastLoaded()
    {
        var fixture = new SchedulerFixture(StrategyNames.KvEventsLongest);
        var busy = fixture.Add("busy", load: 50);
        var idle = fixture.Add("idle", load: 1);
        fixture.Add("idler");
        fixture.Reported[busy.Slot] = 1;
        Assert.Equal(("busy", DecisionReasons.CacheHit), Of(fixture));

        fixture.Reported[idle.Slot] = 1;
        Assert.Equal(("idle", DecisionReasons.CacheHit), Of(fixture));

        fixture.Reported[busy.Slot] = fixture.Reported[idle.Slot] = 0;
        Assert.Equal(("idler", DecisionReasons.CacheMiss), Of(fixture));

        static (string?, string) Of(SchedulerFixture fixture)
        {
            var decision = fixture.Decide(Tokenized(blocks: 20));
            return (decision.Winner?.Value, decision.Reason);
        }
    }

    [Theory]
    [InlineData(65, 0, "idle", DecisionReasons.LoadSpill)]
    [InlineData(64, 0, "busy", DecisionReasons.CacheHit)]
    [InlineData(300, 200, "busy", DecisionReasons.CacheHit)]
    public void KvEventsLongest_OutOfBalanceByBothMargins_GoesByLoad(int busyLoad, int idleLoad, string winner, string reason)
    {
        var fixture = new SchedulerFixture(StrategyNames.KvEventsLongest);
        var busy = fixture.Add("busy", load: busyLoad);
        fixture.Add("idle", load: idleLoad);
        fixture.Reported[busy.Slot] = 20;

        var decision = fixture.Decide(Tokenized(blocks: 20));

        Assert.Equal((winner, reason), (decision.Winner?.Value, decision.Reason));
    }

    [Fact]
    public void DynamoCost_KeepsItsTerms()
    {
        var fixture = new SchedulerFixture(StrategyNames.DynamoCost, ("prefill-scale", 2), ("active-request-weight", 3));
        var warm = fixture.Add("warm", load: 2);
        fixture.Add("cold");
        fixture.Reported[warm.Slot] = 3;

        var decision = fixture.Decide(Tokenized(blocks: 4));
        var row = decision.Scorers[0];

        Assert.Equal(["prefill-blocks", "overlap-credit", "decode-blocks", "active-requests"], row.TermNames);
        Assert.Equal([8f, 8f], row.Term(0).ToArray());
        Assert.Equal([6f, 0f], row.Term(1).ToArray());
        Assert.Equal([4f, 4f], row.Term(2).ToArray());
        Assert.Equal([6f, 0f], row.Term(3).ToArray());
        Assert.Equal([12f, 12f], row.Raw.ToArray());
    }

    [Fact]
    public void DynamoCost_SharedBlocksOfRunningRequests_CountOnce()
    {
        var fixture = new SchedulerFixture(StrategyNames.DynamoCost, ("overlap-credit", 0), ("prefill-scale", 0));
        fixture.Add("w");
        var first = fixture.Scheduler.Schedule(Tokenized(blocks: 100, tokens: 1600));
        Assert.Equal(100, first.Decision.Scorers[0].Raw[0]);

        // case 27: 2 new blocks, both active already, and one more that is not full
        Assert.Equal(102, fixture.Decide(Tokenized(blocks: 2, firstHash: 9000)).Scorers[0].Raw[0]);
        Assert.Equal(100, fixture.Decide(Tokenized(blocks: 2)).Scorers[0].Raw[0]);
        Assert.Equal(103, fixture.Decide(Tokenized(blocks: 2, firstHash: 9000, tokens: 33)).Scorers[0].Raw[0]);

        first.Lease!.Dispose();
        Assert.Equal(2, fixture.Decide(Tokenized(blocks: 2)).Scorers[0].Raw[0]);
    }

    [Fact]
    public void DynamoCost_EqualCosts_GoToEverybody()
    {
        var fixture = new SchedulerFixture(StrategyNames.DynamoCost);
        fixture.Add("a");
        fixture.Add("b");
        var winners = Enumerable.Range(0, 200).Select(_ => fixture.Winner(Tokenized(blocks: 4))).ToList();
        Assert.InRange(winners.Count(winner => winner == "a"), 60, 140);
    }

    [Fact]
    public void DynamoCost_Temperature_DrawsByTheRangeOfCosts()
    {
        var fixture = new SchedulerFixture(StrategyNames.DynamoCost, ("temperature", 1));
        var warm = fixture.Add("warm");
        fixture.Add("cold");
        fixture.Reported[warm.Slot] = 1;
        var warmWins = Enumerable.Range(0, 2000).Count(_ => fixture.Winner(Tokenized(blocks: 4)) == "warm");

        // e ÷ (1 + e), whatever the costs are
        Assert.InRange(warmWins / 2000.0, 0.69, 0.77);
    }

    [Fact]
    public void DynamoCost_Approximate_RemembersWhatItSent_UntilTheTimeIsUp()
    {
        var fixture = new SchedulerFixture(StrategyNames.DynamoCost, ("mode", "approximate"), ("ttl", 10.05));
        fixture.Add("first");
        var request = Tokenized(blocks: 4);
        fixture.Decide(request);
        fixture.Add("second");
        Assert.Equal("first", fixture.Winner(request));

        // sent again: lives on
        fixture.Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(4f, Credit());

        // rounded up to the next tenth of a second, and then gone
        fixture.Time.Advance(TimeSpan.FromSeconds(10.05));
        Assert.Equal(4f, fixture.Scheduler.Preview(request, fixture.Strategies.Current.Spec).Scorers[0].Term(1)[0]);
        fixture.Time.Advance(TimeSpan.FromSeconds(0.05));
        Assert.Equal(0f, fixture.Scheduler.Preview(request, fixture.Strategies.Current.Spec).Scorers[0].Term(1)[0]);

        float Credit() => fixture.Decide(request).Scorers[0].Term(1)[0];
    }

    [Fact]
    public void DynamoCost_PredictedBeforeReported_SendsTheSecondAfterTheFirst()
    {
        var fixture = new SchedulerFixture(StrategyNames.DynamoCost, ("predicted-ttl", 5));
        fixture.Add("a");
        fixture.Add("b");
        var request = Tokenized(blocks: 40);
        var first = fixture.Winner(request);
        Assert.All(Enumerable.Range(0, 20), _ => Assert.Equal(first, fixture.Winner(request)));
    }

    private static RoutingRequest Tokenized(int blocks, ulong firstHash = 5000, int tokens = 0)
    {
        var text = TestRequest.Create(tokens: tokens == 0 ? blocks * 16 : tokens);
        return new RoutingRequest
        {
            Id = text.Id,
            Model = text.Model,
            Namespace = text.Namespace,
            Blocks = text.Blocks,
            TokenBlocks = TestRequest.Blocks(blocks, firstHash, PrefixUnit.Tokens, 16),
            PromptTokens = text.PromptTokens,
        };
    }
}
