using Microsoft.Extensions.Time.Testing;
using PrefixConsole.Routing.Strategies;
using PrefixConsole.Routing.Tests.Scheduling;

namespace PrefixConsole.Routing.Tests.Strategies;

public sealed class StrategyStoreTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly StrategyStore _store;

    public StrategyStoreTests() => _store = new StrategyStore(new StrategyCatalog(), _time, new StrategySpec { Name = StrategyNames.Random }, 1);

    [Fact]
    public void Constructor_InvalidInitial_ListsEveryError()
    {
        var spec = SchedulerFixture.Spec(StrategyNames.ApproximateTree, ("cache-threshold", 2), ("gate", "x"));

        var error = Assert.Throws<ArgumentException>(() => new StrategyStore(new StrategyCatalog(), _time, spec));

        Assert.Contains("parameters.cache-threshold", error.Message, StringComparison.Ordinal);
        Assert.Contains("parameters.gate", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Apply_ValidSpec_BecomesTheNextRevision()
    {
        var changes = 0;
        _store.Changed += () => changes++;
        _time.Advance(TimeSpan.FromMinutes(1));

        var result = _store.Apply(new StrategySpec { Name = StrategyNames.RoundRobin }, "ann", "trial", expectedRevision: 1);

        Assert.True(result.Applied);
        Assert.Same(result.Revision, _store.Current);
        Assert.Equal((2, "ann", "trial", _time.GetUtcNow()), (_store.Current.Number, _store.Current.By, _store.Current.Reason, _store.Current.At));
        Assert.Equal([2, 1], _store.History.Select(revision => revision.Number));
        Assert.Equal(1, changes);
    }

    [Fact]
    public void Apply_StaleExpectation_IsAConflictAndChangesNothing()
    {
        _store.Apply(new StrategySpec { Name = StrategyNames.RoundRobin }, "ann", "", 1);
        var changes = 0;
        _store.Changed += () => changes++;

        var result = _store.Apply(new StrategySpec { Name = StrategyNames.LeastLoaded }, "bob", "", 1);

        Assert.True(result is { Applied: false, Conflict: true, Errors.IsEmpty: true });
        Assert.Equal((2, 2, 0), (result.Revision.Number, _store.Current.Number, changes));
    }

    [Fact]
    public void Apply_InvalidSpec_KeepsTheLastGoodRevision()
    {
        var result = _store.Apply(SchedulerFixture.Custom(null, ("prefix", double.NaN)), "ann", "", null);

        Assert.True(result is { Applied: false, Conflict: false });
        Assert.NotEmpty(result.Errors);
        Assert.Equal(1, _store.Current.Number);
        Assert.Single(_store.History);
    }

    [Fact]
    public void History_PastTheLimit_KeepsTheNewest()
    {
        for (var i = 0; i < 250; i++)
        {
            _store.Apply(new StrategySpec { Name = StrategyNames.RoundRobin }, "ann", "", null);
        }

        Assert.Equal(Enumerable.Range(0, 200).Select(back => 251 - back), _store.History.Select(revision => revision.Number));
    }

    [Fact]
    public void Apply_TwoEditorsFromOneRevision_ExactlyOneWins()
    {
        for (var round = 0; round < 200; round++)
        {
            var from = _store.Current.Number;
            var results = new ApplyResult[2];
            Parallel.For(0, 2, editor => results[editor] = _store.Apply(new StrategySpec { Name = StrategyNames.Random }, $"e{editor}", "", from));

            Assert.Single(results, result => result.Applied);
            Assert.Single(results, result => result.Conflict);
            Assert.Equal(from + 1, _store.Current.Number);
        }
    }
}
