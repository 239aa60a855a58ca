using PrefixConsole.Routing.PrefixIndex;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Routing.Scheduling.State;

/// <summary>Blocks that were sent to each worker within a time: what Dynamo's approximate mode predicts from. Used under the scheduler's lock.</summary>
/// <remarks>
/// A block sent again lives on. Ends are rounded up to the next tenth of a second, so that one look per tick suffices; a time of 0 remembers
/// nothing. At most <see cref="MaxBlocks"/>: those that end first leave first. Source: Dynamo, <c>indexer/pruning.rs</c>.
/// </remarks>
internal sealed class RoutedBlocks(TimeProvider time, TimeSpan life, int maxBlocks = RoutedBlocks.MaxBlocks) : IDispatchObserver
{
    public const int MaxBlocks = 4_000_000;

    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(100);

    private readonly long _start = time.GetTimestamp();
    private readonly ReportedPrefixIndex _index = new();
    private readonly Dictionary<(int Slot, ulong Block), long> _ends = [];
    private readonly SortedDictionary<long, List<(int Slot, ulong Block)>> _byEnd = [];
    private readonly Dictionary<int, Worker> _owners = [];

    public int Count => _ends.Count;

    public void OnDispatched(RoutingRequest request, Worker worker)
    {
        Expire();
        if (life <= TimeSpan.Zero)
        {
            return;
        }

        if (!_owners.TryGetValue(worker.Slot, out var owner) || owner != worker)
        {
            Forget(worker.Slot);
            _owners[worker.Slot] = worker;
        }

        var blocks = BlockView.Of(request).Hashes;
        var end = (long)Math.Ceiling((Now + life) / s_tick);
        if (!_byEnd.TryGetValue(end, out var ending))
        {
            _byEnd.Add(end, ending = []);
        }

        foreach (var block in blocks)
        {
            if (!_ends.TryGetValue((worker.Slot, block), out var before) || before != end)
            {
                _ends[(worker.Slot, block)] = end;
                ending.Add((worker.Slot, block));
            }
        }

        _index.Store(worker.Slot, null, blocks);
        while (_ends.Count > maxBlocks)
        {
            EndFirst();
        }
    }

    /// <summary>Leading blocks of a prompt that were sent to each slot and have not ended.</summary>
    public void FindOverlap(ReadOnlySpan<ulong> blocks, Span<int> overlapBySlot)
    {
        Expire();
        _index.FindOverlap(blocks, overlapBySlot);
    }

    /// <summary>The worker is the one whose blocks the slot has, not one that took the slot over.</summary>
    public bool IsOf(Worker worker) => _owners.TryGetValue(worker.Slot, out var owner) && owner == worker;

    private TimeSpan Now => time.GetElapsedTime(_start);

    private void Expire()
    {
        while (_byEnd.Count > 0 && _byEnd.First().Key * s_tick <= Now)
        {
            EndFirst();
        }
    }

    private void EndFirst()
    {
        var (end, ending) = _byEnd.First();
        _byEnd.Remove(end);
        foreach (var group in ending.GroupBy(entry => entry.Slot))
        {
            // those that were sent again have another end by now
            var ended = group.Where(entry => _ends.TryGetValue(entry, out var last) && last == end).ToArray();
            foreach (var entry in ended)
            {
                _ends.Remove(entry);
            }

            _index.Remove(group.Key, ended.Select(entry => entry.Block).ToArray());
        }
    }

    private void Forget(int slot)
    {
        _index.Clear(slot);
        foreach (var entry in _ends.Keys.Where(entry => entry.Slot == slot).ToArray())
        {
            _ends.Remove(entry);
        }
    }
}
