using Microsoft.Extensions.Time.Testing;
using PrefixConsole.Routing.Strategies;
using PrefixConsole.Testing.Scheduling;

namespace PrefixConsole.Routing.Tests.Strategies;

public sealed class StrategyTrialTests
{
    private const int Sessions = 20_000;

    private readonly FakeTimeProvider _time = new();
    private readonly StrategyStore _store;

    public StrategyTrialTests() => _store = Store();

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(50)]
    [InlineData(99)]
    public void Takes_ManySessions_ItsShareWithinTolerance(int percent)
    {
        var trial = Start(percent);

        var taken = Enumerable.Range(0, Sessions).Count(i => trial.Takes(TestRequest.Create(session: $"session-{i}")));

        // Five standard deviations of a fair draw: the hash is fixed, so this is no matter of luck.
        var expected = Sessions * percent / 100.0;
        Assert.InRange(taken, expected - (5 * Math.Sqrt(expected)), expected + (5 * Math.Sqrt(expected)));
    }

    [Fact]
    public void Takes_PromptsWithoutASession_GoByTheirFirstBlockAlone()
    {
        var trial = Start(50);
        var taken = 0;
        for (var head = 1UL; head <= 1000; head++)
        {
            var first = trial.Takes(TestRequest.Create(firstHash: head * 1000, blocks: 1));
            taken += first ? 1 : 0;
            Assert.Equal(first, trial.Takes(TestRequest.Create(id: "longer", firstHash: head * 1000, blocks: 40)));
        }

        Assert.InRange(taken, 400, 600);
    }

    [Fact]
    public void Takes_NoFullBlock_GoesByTheNamespace()
    {
        var trial = Start(50);

        var sides = Enumerable.Range(0, 200).Select(i => trial.Takes(TestRequest.Create(model: $"m{i}", blocks: 0))).ToList();

        Assert.Contains(true, sides);
        Assert.Contains(false, sides);
        Assert.Equal(sides[0], trial.Takes(TestRequest.Create(id: "other", model: "m0", blocks: 0)));
    }

    [Fact]
    public void ChangeShare_Larger_KeepsThoseOfTheSmaller()
    {
        var small = Start(10);
        var large = _store.ChangeShare(30, small.Tag).Trial!;

        Assert.Equal((small.Revision.Number, 2), (large.Revision.Number, large.Version));
        Assert.All(
            Enumerable.Range(0, 2000).Select(i => TestRequest.Create(session: $"s{i}")).Where(small.Takes),
            request => Assert.True(large.Takes(request)));
    }

    [Fact]
    public void NextTrial_TakesOtherConversations()
    {
        var requests = Enumerable.Range(0, 2000).Select(i => TestRequest.Create(session: $"s{i}")).ToList();
        var first = requests.Where(Start(10).Takes).ToList();
        _store.EndTrial("ann", "", null);
        var second = Start(10);

        var again = first.Count(second.Takes);

        Assert.InRange(again, 1, first.Count / 3);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    public void StartTrial_ShareOutOfRange_Throws(int percent)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => _store.StartTrial(Spec(StrategyNames.RoundRobin), percent, "ann", "try", 1));

        Assert.Null(_store.Trial);
        Assert.Throws<ArgumentOutOfRangeException>(() => Start(10) is var _ ? _store.ChangeShare(percent, null) : null);
        Assert.Equal(10, _store.Trial!.Percent);
    }

    [Fact]
    public void StartTrial_TakesTheNextNumberAndLeavesTheActiveRevision()
    {
        var changes = 0;
        _store.Changed += () => changes++;
        var trial = Start(10);

        Assert.Equal((1, 2, 1), (_store.Current.Number, trial.Revision.Number, changes));
        Assert.Equal([1], _store.History.Select(r => r.Number));
        Assert.Same(trial.Revision, _store.Find(2));
    }

    [Fact]
    public void StartTrial_Second_IsRefusedAndNamesTheFirst()
    {
        var first = Start(10);

        var second = _store.StartTrial(Spec(StrategyNames.LeastLoaded), 20, "bob", "me too", 1);

        Assert.Equal(TrialRefusal.AlreadyRunning, second.Refusal);
        Assert.Same(first, second.Trial);
        Assert.Same(first, _store.Trial);
    }

    [Fact]
    public void StartTrial_StaleOrInvalid_ChangesNothing()
    {
        Assert.Equal(TrialRefusal.RevisionConflict, _store.StartTrial(Spec(StrategyNames.LeastLoaded), 20, "bob", "try", 7).Refusal);
        var invalid = _store.StartTrial(Spec("no-such"), 20, "bob", "try", 1);

        Assert.Equal(TrialRefusal.Invalid, invalid.Refusal);
        Assert.NotEmpty(invalid.Errors);
        Assert.Null(_store.Trial);
        Assert.Equal(2, Start(10).Revision.Number);
    }

    [Fact]
    public void Promote_BecomesTheActiveRevisionUnderItsNumber()
    {
        var trial = Start(10);
        _time.Advance(TimeSpan.FromMinutes(5));

        var result = _store.Promote("bob", "it was better", trial.Tag);

        Assert.True(result.Applied);
        Assert.Equal((2, StrategyNames.RoundRobin, "bob", "it was better", _time.GetUtcNow()), (_store.Current.Number, _store.Current.Spec.Name, _store.Current.By, _store.Current.Reason, _store.Current.At));
        Assert.Equal([2, 1], _store.History.Select(r => r.Number));
        Assert.Null(_store.Trial);
        Assert.Equal(TrialOutcome.Promoted, Assert.Single(_store.EndedTrials).Outcome);
    }

    [Fact]
    public void StaleTag_NeitherChangesPromotesNorEnds()
    {
        var seen = Start(10).Tag;
        _store.ChangeShare(20, seen);

        Assert.Equal(TrialRefusal.TrialConflict, _store.ChangeShare(30, seen).Refusal);
        Assert.True(_store.Promote("bob", "", seen).Conflict);
        Assert.False(_store.EndTrial("bob", "", seen));
        Assert.Equal((1, 20), (_store.Current.Number, _store.Trial!.Percent));
    }

    [Fact]
    public void Apply_ToAll_EndsTheTrialAndSaysSo()
    {
        Start(10);

        var result = _store.Apply(Spec(StrategyNames.LeastLoaded), "bob", "incident", 1);

        Assert.Equal(3, result.Revision.Number);
        Assert.Null(_store.Trial);
        var ended = Assert.Single(_store.EndedTrials);
        Assert.Equal((2, TrialOutcome.Replaced, "bob", "revision 3 was applied to all"), (ended.Revision.Number, ended.Outcome, ended.EndedBy, ended.Why));
        Assert.Same(ended.Revision, _store.Find(2));
    }

    [Fact]
    public void EndedTrials_AreBounded()
    {
        for (var i = 0; i < StrategyStore.EndedTrialsKept + 5; i++)
        {
            Start(10);
            Assert.True(_store.EndTrial("ann", "enough", null));
        }

        Assert.Equal(StrategyStore.EndedTrialsKept, _store.EndedTrials.Length);
        Assert.Equal(_store.LastNumber, _store.EndedTrials[0].Revision.Number);
    }

    [Theory]
    [InlineData(1, StrategyNames.RoundRobin, true)]
    [InlineData(9, StrategyNames.RoundRobin, false)]
    [InlineData(1, "no-such", false)]
    public void RestoreTrials_GoesOnOnlyBesideTheSameRevisionAndWhenValid(int beside, string strategy, bool runs)
    {
        var running = new StrategyRevision { Number = 5, Spec = Spec(strategy), At = _time.GetUtcNow(), By = "ann", Reason = "try" };

        _store.RestoreTrials([], running, 10, 3, beside);

        Assert.Equal(runs ? new TrialTag(5, 3) : null, _store.Trial?.Tag);
        Assert.Equal(runs ? 0 : 1, _store.EndedTrials.Length);
        Assert.Equal(6, _store.Apply(Spec(StrategyNames.LeastLoaded), "bob", "", null).Revision.Number);
    }

    private StrategyStore Store() => new(new StrategyCatalog(), _time, Spec(StrategyNames.Random), 1);

    private static StrategySpec Spec(string name) => new() { Name = name };

    private StrategyTrial Start(int percent) => _store.StartTrial(Spec(StrategyNames.RoundRobin), percent, "ann", "try it", null).Trial!;
}
