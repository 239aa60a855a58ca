using Microsoft.Extensions.Time.Testing;
using PrefixConsole.Gateway.Configuration;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Routing.Prefixes;
using PrefixConsole.Routing.PrefixIndex;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.Tests.Telemetry;

public sealed class PrefixLensesTests
{
    /// <summary>256 bytes, 4 of them a token.</summary>
    private const int Block = 64;

    private static readonly WorkerId[] s_ids = [.. new[] { "a", "b", "c" }.Select(id => new WorkerId(id))];

    private readonly FakeTimeProvider _time = new();
    private readonly WorkerRegistry _registry;
    private readonly ApproximatePrefixTree _tree;
    private readonly PrefixExplorer _explorer;
    private readonly PrefixLenses _lenses;

    public PrefixLensesTests()
    {
        _registry = new WorkerRegistry(_time);
        foreach (var id in s_ids)
        {
            _registry.Add(new WorkerConfig { Id = id, Address = new Uri("http://localhost:1"), Models = ["m"] });
        }

        _tree = new ApproximatePrefixTree(_time, 1_000_000);
        _explorer = new PrefixExplorer(_tree, _registry, new PreviewStore(), _time, new GatewayOptions());
        _lenses = new PrefixLenses(_tree, _registry, _explorer, _time);
    }

    [Fact]
    public void Compare_SplitsTokensByWhoHoldsThem()
    {
        Serve("a", 1, 2, 3, 4, 5);
        Serve("b", 1, 2, 3, 8);
        Serve("c", 1, 2, 3, 4, 5, 6);

        var view = Compare(null);

        Assert.Equal((2 * Block, 3 * Block, 1 * Block), (view.OnlyA, view.Both, view.OnlyB));
        Assert.Equal([3 * Block, 2 * Block, 1 * Block], view.Rows.Select(r => r.OnlyA + r.Both + r.OnlyB));
        Assert.Equal([2 * Block], Compare(PrefixSide.OnlyA).Rows.Select(r => r.OnlyA));
        Assert.Equal([3 * Block], Compare(PrefixSide.Both).Rows.Select(r => r.Both));
        Assert.Equal((1, 1 * Block), (Compare(PrefixSide.OnlyB).Matching, Compare(PrefixSide.OnlyB).Rows[0].OnlyB));
    }

    [Fact]
    public void Compare_TailEvicted_CountsWhatIsLeftOfTheRun()
    {
        Serve("a", 1, 2, 3, 4, 5);
        Serve("b", 1, 2, 3, 4, 5);
        _tree.SetBudget(Slot("b"), 2);

        var view = Compare(null);

        Assert.Equal((3 * Block, 2 * Block, 0), (view.OnlyA, view.Both, view.OnlyB));
    }

    [Fact]
    public void Duplicates_AreHoldersLessOneTimesTokens_LargestFirst()
    {
        Serve("a", 1, 2, 3, 4, 5);
        Serve("b", 1, 2, 3, 4, 5);
        Serve("c", 1, 2, 9);

        var view = _lenses.Look(new PrefixLensQuery { Lens = PrefixLens.Duplicates })!;

        Assert.Equal([4 * Block, 3 * Block], view.Rows.Select(r => r.DuplicatedTokens));
        Assert.Equal([3, 2], view.Rows.Select(r => r.Holders.Length));
        Assert.Equal((6 * Block, 13 * Block, 7 * Block, 2), (view.Tokens, view.HeldTokens, view.DuplicatedTokens, view.Matching));
        Assert.Equal(7.0 / 13, view.DuplicatedShare);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Sums_OfAnyTree_AreThoseOfTheTreeItself(int seed)
    {
        var random = new Random(seed);
        _tree.SetBudget(Slot("b"), 60);
        for (var i = 0; i < 200; i++)
        {
            ulong chain = 0;
            Serve(s_ids[random.Next(3)].Value, [.. Enumerable.Range(0, random.Next(1, 12)).Select(_ => chain = (chain * 7) + (ulong)random.Next(1, 4))]);
        }

        var view = _lenses.Look(new PrefixLensQuery { Lens = PrefixLens.Duplicates })!;
        var compared = Compare(null);

        Assert.True(view.DuplicatedTokens > 0);
        Assert.Equal((_tree.DistinctBlocks * Block, _tree.TotalBlocks * Block), (view.Tokens, view.HeldTokens));
        Assert.Equal((_tree.TotalBlocks - _tree.DistinctBlocks) * Block, view.DuplicatedTokens);
        Assert.Equal((_tree.BlocksOf(Slot("a")) * Block, _tree.BlocksOf(Slot("b")) * Block), (compared.OnlyA + compared.Both, compared.OnlyB + compared.Both));
    }

    [Fact]
    public void Cold_IsWhatWasNotUsedForSoLong_LargestFirst()
    {
        Serve("a", 1, 2);
        Serve("a", 11, 12, 13);
        _time.Advance(TimeSpan.FromMinutes(10));
        Serve("b", 21, 22, 23, 24);

        var view = _lenses.Look(new PrefixLensQuery { Lens = PrefixLens.Cold })!;
        var none = _lenses.Look(new PrefixLensQuery { Lens = PrefixLens.Cold, ColdAfter = TimeSpan.FromMinutes(11) })!;

        Assert.Equal([3 * Block, 2 * Block], view.Rows.Select(r => r.HeldTokens));
        Assert.Equal((5 * Block, 9 * Block), (view.MatchingTokens, view.HeldTokens));
        Assert.All(view.Rows, r => Assert.Equal(TimeSpan.FromMinutes(10), r.Idle));
        Assert.Empty(none.Rows);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public void OnlyIn_AnyTree_IsWhatTheOthersDoNotHold(int seed)
    {
        var random = new Random(seed);
        _tree.SetBudget(Slot("c"), 70);
        for (var i = 0; i < 200; i++)
        {
            ulong chain = 0;
            Serve(s_ids[random.Next(3)].Value, [.. Enumerable.Range(0, random.Next(1, 12)).Select(_ => chain = (chain * 7) + (ulong)random.Next(1, 4))]);
        }

        // A block is one position of one run: kept as such, no minimum or maximum is needed.
        Dictionary<WorkerId, HashSet<(ulong, int)>> held = s_ids.ToDictionary(id => id, id => _tree.Largest(null, null, 100_000)
            .SelectMany(run => Enumerable.Range(0, run.Holders.Where(h => h.Slot == Slot(id.Value)).Sum(h => h.Blocks)).Select(i => (run.Hash, i))).ToHashSet());
        var one = held[s_ids[0]].Except(held[s_ids[1]]).Except(held[s_ids[2]]).Count();
        var two = held[s_ids[0]].Union(held[s_ids[1]]).Except(held[s_ids[2]]).Count();
        var leavingOneOut = held[s_ids[0]].Except(held[s_ids[2]]).Count();

        Assert.True(one > 0);
        Assert.Equal((one * Block, 1.0), _lenses.OnlyIn([s_ids[0]], [s_ids[1], s_ids[2]]));
        Assert.Equal(two * Block, _lenses.OnlyIn([s_ids[0], s_ids[1]], [s_ids[2]]).Tokens);
        Assert.Equal(leavingOneOut * Block, _lenses.OnlyIn([s_ids[0]], [s_ids[2]]).Tokens);
    }

    [Fact]
    public void Namespace_LeavesOutTheOthers_AndAllAreListed()
    {
        Serve("a", [1, 2], "m · tenant acme");
        Serve("b", [11], "m");

        var view = _lenses.Look(new PrefixLensQuery { Lens = PrefixLens.Cold, ColdAfter = TimeSpan.Zero, Namespace = "m · tenant acme" })!;

        Assert.Equal(2 * Block, Assert.Single(view.Rows).Tokens);
        Assert.Equal((2 * Block, "m, m · tenant acme"), (view.HeldTokens, string.Join(", ", view.Namespaces)));
    }

    [Fact]
    public void Max_CutsTheRowsAndNotTheSums()
    {
        Serve("a", 1);
        Serve("a", 11);

        var view = _lenses.Look(new PrefixLensQuery { Lens = PrefixLens.Cold, ColdAfter = TimeSpan.Zero, Max = 1 })!;

        Assert.Equal((1, 2, 2 * Block), (view.Rows.Length, view.Matching, view.MatchingTokens));
    }

    [Fact]
    public void Label_IsTheName()
    {
        Serve("a", 1, 2);
        var id = _explorer.Tree(null, null)!.Nodes[0].Id;
        _explorer.SetLabel(id, "support bot");

        var row = Assert.Single(_lenses.Look(new PrefixLensQuery { Lens = PrefixLens.Cold, ColdAfter = TimeSpan.Zero })!.Rows);

        Assert.Equal((id, "support bot"), (row.Id, row.Name));
    }

    [Fact]
    public void Look_Again_ReadsTheTreeAtMostEveryTwoSeconds()
    {
        Serve("a", 1);
        Assert.Equal(Block, Held());
        Serve("a", 11);
        Assert.Equal(Block, Held());
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(2 * Block, Held());

        long Held() => _lenses.Look(new PrefixLensQuery { Lens = PrefixLens.Duplicates })!.HeldTokens;
    }

    [Fact]
    public void WorkerThatIsGone_IsUnknown() =>
        Assert.Null(_lenses.Look(new PrefixLensQuery { Lens = PrefixLens.Compare, A = s_ids[0], B = new WorkerId("gone") }));

    private PrefixLensView Compare(PrefixSide? side) =>
        _lenses.Look(new PrefixLensQuery { Lens = PrefixLens.Compare, A = s_ids[0], B = s_ids[1], Side = side })!;

    private int Slot(string worker) => _registry.Find(new WorkerId(worker))!.Slot;

    private void Serve(string worker, params ulong[] hashes) => Serve(worker, hashes, "m");

    private void Serve(string worker, ulong[] hashes, string space) => _tree.Insert(
        Slot(worker), new PromptBlocks { Hashes = hashes, Unit = PrefixUnit.TextBytes, BlockSize = 256, TotalUnits = hashes.Length * 256 }, space);
}
