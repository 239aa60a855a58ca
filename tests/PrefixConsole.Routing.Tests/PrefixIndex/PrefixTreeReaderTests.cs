using Microsoft.Extensions.Time.Testing;
using PrefixConsole.Routing.Prefixes;
using PrefixConsole.Routing.PrefixIndex;

namespace PrefixConsole.Routing.Tests.PrefixIndex;

/// <summary>The reader over a forest of its own: how long it holds on, and what a cursor does while the children change.</summary>
public sealed class PrefixTreeReaderTests
{
    private const int Workers = 40;

    private readonly WorkerTable _workers = new(long.MaxValue);
    private readonly PrefixRunForest _forest;
    private int _touch;

    public PrefixTreeReaderTests() => _forest = new PrefixRunForest(_workers, 0);

    [Theory]
    [InlineData(null)]
    [InlineData(3)]
    public void Largest_OfManyRuns_NeverWorksLongerThanATurnAndOneRun(int? slot)
    {
        for (ulong i = 0; i < 5_000; i++)
        {
            var root = Add(_forest.Top, Workers, 3 * i, (3 * i) + 1);
            Add(root, Workers, (3 * i) + 2);
        }

        var reader = new PrefixTreeReader(_forest, new TreeGate(), slot, new FakeTimeProvider());
        var shown = reader.Largest(_forest.Top, 300);

        Assert.Equal(300, shown.Length);
        Assert.InRange(reader.Turn.Longest, ReadingTurn.Length, ReadingTurn.Length + Workers + 1);
        Assert.Equal(100, reader.Children(_forest.Top, 100).Length);
        Assert.InRange(reader.Turn.Longest, ReadingTurn.Length, ReadingTurn.Length + Workers + 1);
    }

    [Fact]
    public void Cursor_ItsRunIsCut_StandsAtTheUpperPart()
    {
        Add(_forest.Top, 1, 1);
        var cut = Add(_forest.Top, 1, 2, 3);
        var cursor = _forest.OpenCursor(_forest.Top);

        var upper = _forest.Split(cut, 1);

        Assert.Equal([2UL, 1UL], Rest(cursor));
        Assert.Equal(_forest.Top, upper.Parent);
    }

    [Fact]
    public void Cursor_ItsRunGoes_MovesToTheNext()
    {
        Add(_forest.Top, 1, 1);
        var gone = Add(_forest.Top, 1, 2);
        var cursor = _forest.OpenCursor(_forest.Top);

        _forest.Drop(gone, 0, 1);
        Add(_forest.Top, 1, 3);

        Assert.Equal([1UL], Rest(cursor));
    }

    [Fact]
    public void Cursor_ItsRunJoinsItsOnlyChild_StandsAtTheResult()
    {
        Add(_forest.Top, 1, 1);
        var upper = Add(_forest.Top, 1, 2);
        _touch--;
        var child = Add(upper, 1, 3);
        var cursor = _forest.OpenCursor(_forest.Top);

        _forest.MergeWithOnlyChild(upper);

        Assert.Equal(2, child.Count);
        Assert.Equal([2UL, 1UL], Rest(cursor));
    }

    [Fact]
    public void Cursor_Closed_IsLeftAlone()
    {
        var gone = Add(_forest.Top, 1, 1);
        var cursor = _forest.OpenCursor(_forest.Top);
        _forest.Close(cursor);

        _forest.Drop(gone, 0, 1);

        Assert.Same(gone, cursor.Next);
    }

    private static List<ulong> Rest(SiblingCursor cursor)
    {
        var hashes = new List<ulong>();
        for (; cursor.Next is { } run; cursor.Next = run.NextSibling)
        {
            hashes.Add(run.FirstHash);
        }

        return hashes;
    }

    private PrefixRun Add(PrefixRun parent, int workers, params ulong[] hashes)
    {
        _touch++;
        var run = _forest.Add(parent, hashes, new RunOrigin(PromptBlocks.Empty, ""), default);
        for (var slot = 0; slot < workers; slot++)
        {
            var entry = _workers.GetOrAdd(slot).Recency.AddFront(run, _touch);
            run.Holders.Add(new RunHolder { Slot = slot, Depth = hashes.Length, Entry = entry, SubtreeBlocks = hashes.Length });
            _workers.Credit(slot, hashes.Length);
        }

        return run;
    }
}
