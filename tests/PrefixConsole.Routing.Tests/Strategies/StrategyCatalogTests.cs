using System.Collections.Immutable;
using System.Text.Json;
using PrefixConsole.Routing.Filters;
using PrefixConsole.Routing.Pickers;
using PrefixConsole.Routing.Scheduling.State;
using PrefixConsole.Routing.Scorers;
using PrefixConsole.Routing.Strategies;
using PrefixConsole.Routing.Tests.Scheduling;

namespace PrefixConsole.Routing.Tests.Strategies;

public sealed class StrategyCatalogTests
{
    private readonly StrategyCatalog _catalog = new();

    [Fact]
    public void Defaults_AreThoseOfTheSources()
    {
        var defaults = _catalog.Strategies
            .SelectMany(strategy => strategy.Parameters.Select(parameter => $"{strategy.Name}.{parameter.Name}={parameter.Default}"));

        Assert.Equal(
            [
                "session-affinity.ttl-seconds=300",
                "session-affinity.max-sessions=100000",
                "consistent-hash.points=256",
                "consistent-hash.bound-percent=125",
                "consistent-hash.prefix-bytes=4096",
                "consistent-hash.prefix-tokens=1024",
                "approximate-tree.cache-threshold=0.3",
                "approximate-tree.balance-abs=64",
                "approximate-tree.balance-rel=1.5",
                "approximate-tree.gate=request",
                "approximate-tree.holder=least-loaded",
                "approximate-tree.kv-spread=1",
                "approximate-tree.kv-ceiling=1",
                "approximate-prefix.prefix-weight=3",
                "approximate-prefix.queue-weight=2",
                "approximate-prefix.kv-weight=2",
                "approximate-prefix.picker=max-score",
                "precise-prefix.prefix-weight=2",
                "precise-prefix.queue-weight=1",
                "precise-prefix.kv-weight=1",
                "precise-prefix.cpu-weight=0.8",
                "precise-prefix.disk-weight=0.25",
                "precise-prefix.remote-weight=0.25",
                "precise-prefix.unknown-tier-weight=0",
                "dynamo-cost.overlap-credit=1",
                "dynamo-cost.credit-decay=0",
                "dynamo-cost.prefill-scale=1",
                "dynamo-cost.active-request-weight=0",
                "dynamo-cost.shared-cache-multiplier=0",
                "dynamo-cost.host-credit=0.75",
                "dynamo-cost.disk-credit=0.25",
                "dynamo-cost.temperature=0",
                "dynamo-cost.mode=events",
                "dynamo-cost.ttl=120",
                "dynamo-cost.predicted-ttl=0",
                "kv-events-longest.balance-abs=64",
                "kv-events-longest.balance-rel=1.5",
            ],
            defaults);
        Assert.Equal((128, 0.98, 0.8), (BelowQueueLimitFilter.DefaultLimit, KvBelowLimitFilter.DefaultLimit, PrefixAffinityFilter.DefaultThreshold));
        Assert.Equal((5.0, 0.8, 0.2), (UtilizationFilter.QueueThreshold, UtilizationFilter.KvThreshold, UtilizationFilter.Headroom));
        Assert.Equal((128, 0, 1f, 4_194_304L), (LoadAwareScorer.DefaultThreshold, ActiveRequestsScorer.DefaultIdleThreshold, ActiveRequestsScorer.DefaultMaxBusyScore, PendingPrefillScorer.DefaultThreshold));
        Assert.Equal((TimeSpan.FromSeconds(300), 100_000, 1024), (SessionTable.DefaultIdle, SessionTable.DefaultMaxSessions, ColdStartTable.MaxWorkers));
        Assert.Equal(TimeSpan.FromSeconds(5), Routing.Scheduling.RequestScheduler.DefaultMetricsMaxAge);
        Assert.Equal(new DeepestHolderRule { CacheThreshold = 0.3, BalanceAbs = 64, BalanceRel = 1.5, KvSpread = 1, KvCeiling = 1 }, new DeepestHolderRule());
    }

    [Fact]
    public void Listing_EveryNameOnceWithSummaryAndSource()
    {
        Assert.Equal(
            ["random", "round-robin", "least-loaded", "power-of-two", "session-affinity", "consistent-hash", "approximate-tree", "approximate-prefix", "precise-prefix", "dynamo-cost", "kv-events-longest", "custom"],
            _catalog.Strategies.Select(strategy => strategy.Name));
        Assert.All(_catalog.Strategies, strategy => Assert.All([strategy.Title, strategy.Summary, strategy.Source], text => Assert.NotEmpty(text)));
        Assert.Equal((4, 11, 6), (_catalog.Filters.Length, _catalog.Scorers.Length, _catalog.Pickers.Length));
        foreach (var rules in new[] { _catalog.Filters, _catalog.Scorers, _catalog.Pickers })
        {
            Assert.Equal(rules.Length, rules.Select(rule => rule.Name).Distinct().Count());
            Assert.All(rules, rule => Assert.All([rule.Summary, rule.Source], text => Assert.NotEmpty(text)));
        }

        Assert.All(_catalog.Strategies.SelectMany(strategy => strategy.Parameters), parameter => Assert.Null(parameter.Check(parameter.Default)));
    }

    [Fact]
    public void Rules_AreListedUnderTheNameTheyDecideUnder()
    {
        var context = new StrategyContext(TimeProvider.System, new Random(1));

        Assert.All(BuiltInRules.Filters, rule => Assert.Equal(rule.Descriptor.Name, rule.Create(context).Name));
        Assert.All(BuiltInRules.Scorers, rule => Assert.Equal(rule.Descriptor.Name, rule.Create(context).Name));
        Assert.All(BuiltInRules.Pickers, rule => Assert.Equal(rule.Descriptor.Name, rule.Create(context).Name));
    }

    [Fact]
    public void Validate_EveryStrategyWithDefaults_IsValid()
    {
        foreach (var strategy in _catalog.Strategies.Where(strategy => strategy.Name != StrategyNames.Custom))
        {
            Assert.Empty(_catalog.Validate(new StrategySpec { Name = strategy.Name }));
        }
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("Random")]
    public void Validate_UnknownName_ListsTheKnown(string? name)
    {
        var error = Assert.Single(_catalog.Validate(new StrategySpec { Name = name! }));

        Assert.Equal("name", error.Field);
        Assert.Contains("approximate-tree", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_ManyBadParameters_ReportsEveryOne()
    {
        var errors = _catalog.Validate(SchedulerFixture.Spec(
            StrategyNames.ApproximateTree,
            ("cache-threshold", 1.01),
            ("balance-abs", double.NaN),
            ("balance-rel", "much"),
            ("gate", "galaxy"),
            ("holder", 3),
            ("kv-spread", double.PositiveInfinity),
            ("colour", 1)));

        Assert.Equal(
            ["balance-abs", "balance-rel", "cache-threshold", "colour", "gate", "holder", "kv-spread"],
            errors.Select(error => error.Field["parameters.".Length..]).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("points", 1.5)]
    [InlineData("points", 0)]
    [InlineData("bound-percent", 99.9)]
    [InlineData("bound-percent", 1000.1)]
    public void Validate_ConsistentHashOutOfRange_IsRefused(string name, double value) =>
        Assert.Equal($"parameters.{name}", Assert.Single(_catalog.Validate(SchedulerFixture.Spec(StrategyNames.ConsistentHash, (name, value)))).Field);

    [Fact]
    public void Validate_ApproximatePrefixWithoutAnyWeight_IsRefused() =>
        Assert.Equal(
            "parameters",
            Assert.Single(_catalog.Validate(SchedulerFixture.Spec(
                StrategyNames.ApproximatePrefix, ("prefix-weight", 0), ("queue-weight", 0), ("kv-weight", 0)))).Field);

    [Fact]
    public void Validate_CustomWithManyErrors_ReportsEveryPath()
    {
        var spec = SchedulerFixture.Custom("best", ("prefix", double.NaN), ("prefix", -1), ("magic", 1000.5), ("queue", double.PositiveInfinity)) with
        {
            Filters = ["utilization", "sieve", "utilization", null!],
        };
        spec = spec with { Scorers = spec.Scorers.Add(null!), Parameters = spec.Parameters.Add("x", 1) };

        Assert.Equal(
            [
                "parameters.x", "filters[1]", "filters[2]", "filters[3]",
                "scorers[0].weight", "scorers[1].scorer", "scorers[1].weight", "scorers[2].scorer", "scorers[2].weight", "scorers[3].weight", "scorers[4]",
                "picker",
            ],
            _catalog.Validate(spec).Select(error => error.Field));
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(null)]
    public void Validate_CustomWithoutEffectiveScorer_IsRefused(double? weight)
    {
        var spec = weight is { } value ? SchedulerFixture.Custom(null, ("prefix", value)) : SchedulerFixture.Custom(null);

        Assert.Equal("scorers", Assert.Single(_catalog.Validate(spec)).Field);
    }

    [Fact]
    public void Validate_CompositionOnANamedStrategy_IsRefusedPerField()
    {
        var spec = SchedulerFixture.Custom("max-score", ("prefix", 1)) with { Name = StrategyNames.Random, Filters = ["utilization"] };

        Assert.Equal(["filters", "scorers", "picker"], _catalog.Validate(spec).Select(error => error.Field));
    }

    [Fact]
    public void Validate_JsonWithNullsAndDefaults_DoesNotThrow()
    {
        var spec = JsonSerializer.Deserialize<StrategySpec>("""{"name":"least-loaded","parameters":null,"picker":null}""", JsonSerializerOptions.Web)!;
        var bare = spec with { Scorers = default, Filters = default };

        Assert.Empty(_catalog.Validate(bare));
        Assert.Equal("scorers", Assert.Single(_catalog.Validate(bare with { Name = "custom" })).Field);
        Assert.NotNull(_catalog.Compile(bare, new StrategyContext(TimeProvider.System, new Random(1))).Picker);
        Assert.Equal(ImmutableArray<ParameterDescriptor>.Empty, _catalog.Strategies[0].Parameters);
    }
}
