using CsCheck;
using PrefixConsole.Routing.Prefixes;
using PrefixConsole.Routing.Scheduling;
using PrefixConsole.Routing.Scheduling.Explaining;
using PrefixConsole.Routing.Strategies;
using PrefixConsole.Routing.Workers;
using PrefixConsole.Testing.Scheduling;

namespace PrefixConsole.Routing.Tests.Scheduling.Explaining;

/// <summary>Decisions that go by the head of the prompt, or by sessions, made again from what was kept of them.</summary>
public sealed class RedecisionTests
{
    private static readonly StrategyCatalog s_catalog = new();
    private static readonly StrategySpec s_ring = new() { Name = StrategyNames.ConsistentHash };
    private static readonly StrategySpec s_sessions = new() { Name = StrategyNames.SessionAffinity };
    private static readonly StrategySpec s_leastLoaded = new() { Name = StrategyNames.LeastLoaded };

    private static readonly Gen<(int[] Loads, ulong First, int Blocks, bool Tokens)> s_case = Gen.Select(Gen.Int[0, 9].Array[2, 9], Gen.ULong[1, long.MaxValue], Gen.Int[0, 40], Gen.Bool);

    [Theory]
    [InlineData(4096, 1024)]
    [InlineData(512, 64)]
    [InlineData(1_048_576, 262_144)]
    public void Decide_ConsistentHash_RepeatsItsOwnDecisionsWhateverTheHead(int bytes, int tokens) => s_case.Sample(c =>
    {
        var spec = SchedulerFixture.Spec(StrategyNames.ConsistentHash, ("prefix-bytes", bytes), ("prefix-tokens", tokens));
        var fixture = Fleet(spec, c.Loads);
        var decision = fixture.Decide(Request(c));

        var again = new Redecision(s_catalog, spec).Decide(decision)!;

        Assert.Equal((decision.Winner!.Value, decision.Reason, decision.TieBreak), (again.Winner, again.Reason, again.TieBreak));
    }, iter: 200);

    [Fact]
    public void Decide_ConsistentHash_OfAnothersDecision_IsWhatItWouldHaveDecidedThen() => s_case.Sample(c =>
    {
        var fixture = Fleet(s_leastLoaded, c.Loads);
        var request = Request(c);
        var expected = fixture.Scheduler.Preview(request, s_ring);

        var again = new Redecision(s_catalog, s_ring).Decide(fixture.Decide(request))!;

        Assert.Equal((expected.Winner!.Value, expected.Reason), (again.Winner, again.Reason));
    }, iter: 200);

    [Fact]
    public void Decide_ConsistentHashWithAnotherHead_CannotBeToldOfLongPrompts_AndCanOfShortOnes()
    {
        var fixture = Fleet(s_leastLoaded, [0, 0]);
        var longer = fixture.Decide(TestRequest.Create(blocks: 20));
        var shorter = fixture.Decide(TestRequest.Create(blocks: 3));
        var strategy = new Redecision(s_catalog, SchedulerFixture.Spec(StrategyNames.ConsistentHash, ("prefix-bytes", 8192)));

        Assert.Null(strategy.Decide(longer));
        Assert.Contains("8,192 bytes", strategy.MissingOf(longer), StringComparison.Ordinal);
        Assert.NotNull(strategy.Decide(shorter));
        Assert.Equal("", strategy.MissingOf(shorter));
    }

    [Fact]
    public void Decide_OfADecisionOfAnOlderVersion_CannotBeTold()
    {
        var decision = Fleet(s_leastLoaded, [0, 0]).Decide(TestRequest.Create(session: "s"));
        var old = Copy(decision, decision.Request with { RingKey = 0, RingBlocks = 0, Session = 0 });

        Assert.Null(new Redecision(s_catalog, s_ring).Decide(old));
        Assert.Null(new Redecision(s_catalog, s_sessions).Decide(old));
        Assert.Equal("which session the request belongs to", new Redecision(s_catalog, s_sessions).MissingOf(old));
        Assert.NotNull(new Redecision(s_catalog, s_leastLoaded).Decide(old));
    }

    [Fact]
    public void Decide_SessionAffinity_NoSessionNamed_IsTheLeastLoaded()
    {
        var decision = Fleet(s_ring, [5, 0, 7]).Decide(TestRequest.Create());

        Assert.Equal("w1", new Redecision(s_catalog, s_sessions).Decide(decision)!.Winner.Value);
    }

    [Theory]
    [InlineData(StrategyNames.SessionAffinity, null)]
    [InlineData(StrategyNames.Custom, "session")]
    public void Decide_StrategyThatGoesBySessions_RepeatsItsOwnDecisionsFromEachAlone(string name, string? scorer)
    {
        var spec = scorer is null ? new StrategySpec { Name = name } : SchedulerFixture.Custom(null, (scorer, 2), ("active-requests", 1));
        var fixture = new SchedulerFixture(spec);
        fixture.Add("w0", load: 6);
        fixture.Add("w1", load: 2);
        var strategy = new Redecision(s_catalog, spec);
        var request = TestRequest.Create(session: "s");

        var unbound = fixture.Decide(request);
        fixture.Scheduler.RecordServed(request, fixture.Registry.Find(new WorkerId("w0"))!);
        var bound = fixture.Decide(TestRequest.Create("r2", session: "s"));

        Assert.Equal(("w1", "w0"), (unbound.Winner!.Value.Value, bound.Winner!.Value.Value));
        Assert.Equal((unbound.Winner, bound.Winner), (strategy.Decide(unbound)!.Winner, strategy.Decide(bound)!.Winner));
    }

    [Fact]
    public void Decide_SessionAffinity_OfAnothersDecisions_GoesByWhoServedTheSessionBefore()
    {
        var fixture = Fleet(s_leastLoaded, [1, 2]);
        var first = fixture.Decide(TestRequest.Create("r1", session: "s"));
        var other = fixture.Decide(TestRequest.Create("r2", session: "t"));
        fixture.Time.Advance(TimeSpan.FromSeconds(299));
        var within = fixture.Decide(TestRequest.Create("r3", session: "s"));
        fixture.Time.Advance(TimeSpan.FromSeconds(2));
        var late = fixture.Decide(TestRequest.Create("r4", session: "s"));

        var history = new SessionHistory { IsWhole = true };
        var strategy = new Redecision(s_catalog, s_sessions, history);
        Assert.Equal("w0", strategy.Decide(first)!.Winner.Value);
        history.Add(first, new WorkerId("w1"));
        Assert.Equal("w0", strategy.Decide(other)!.Winner.Value);
        history.Add(other, served: null);
        Assert.Equal(("w1", "session"), (strategy.Decide(within)!.Winner.Value, strategy.Decide(within)!.Reason));
        // 301 seconds after it was served: no longer remembered.
        Assert.Equal("w0", strategy.Decide(late)!.Winner.Value);
    }

    [Fact]
    public void Decide_SessionAffinity_WhatCameBeforeIsNotKnown_CannotBeToldUntilItWouldBeForgotten()
    {
        var fixture = Fleet(s_leastLoaded, [1, 2]);
        var anything = fixture.Decide(TestRequest.Create("r1"));
        fixture.Time.Advance(TimeSpan.FromSeconds(300));
        var early = fixture.Decide(TestRequest.Create("r2", session: "s"));
        fixture.Time.Advance(TimeSpan.FromSeconds(1));
        var later = fixture.Decide(TestRequest.Create("r3", session: "s"));

        var history = new SessionHistory();
        history.Add(anything, anything.Winner);
        var strategy = new Redecision(s_catalog, s_sessions, history);

        Assert.Null(strategy.Decide(early));
        Assert.Equal("who served the session before", strategy.MissingOf(early));
        Assert.NotNull(strategy.Decide(later));
    }

    private static SchedulerFixture Fleet(StrategySpec spec, int[] loads)
    {
        var fixture = new SchedulerFixture(spec);
        for (var i = 0; i < loads.Length; i++)
        {
            fixture.Add($"w{i}", loads[i]);
        }

        return fixture;
    }

    private static RoutingRequest Request((int[] Loads, ulong First, int Blocks, bool Tokens) c) => new()
    {
        Id = "r",
        Model = TestRequest.Model,
        Namespace = new PrefixNamespace(TestRequest.Model, CacheSalt: "salt"),
        Blocks = TestRequest.Blocks(c.Blocks, c.First, c.Tokens ? PrefixUnit.Tokens : PrefixUnit.TextBytes, c.Tokens ? 16 : 256),
        PromptTokens = 100,
    };

    private static RoutingDecision Copy(RoutingDecision decision, DecidedRequest request) => new()
    {
        Id = decision.Id,
        Attempt = decision.Attempt,
        At = decision.At,
        Request = request,
        Revision = decision.Revision,
        Strategy = decision.Strategy,
        Candidates = decision.Candidates,
        Scorers = decision.Scorers,
        Totals = decision.Totals,
        Winner = decision.Winner,
        Reason = decision.Reason,
        Picker = decision.Picker,
        TieBreak = decision.TieBreak,
        Margin = decision.Margin,
        OverlapTime = decision.OverlapTime,
        ScheduleTime = decision.ScheduleTime,
    };
}
