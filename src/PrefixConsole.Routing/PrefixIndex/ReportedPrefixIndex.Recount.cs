namespace PrefixConsole.Routing.PrefixIndex;

// Makes a look-up see events whole, without holding writers up or waiting for them.
public sealed partial class ReportedPrefixIndex
{
    private const int Tries = 32;

    /// <summary>Counts again the workers with an event that was under way when the walk began or began since.</summary>
    private void RecountChanged(long before, ReadOnlySpan<ulong> blocks, Span<int> overlapBySlot)
    {
        var numbers = Volatile.Read(ref _eventBySlot);
        for (var slot = 0; slot < Math.Min(numbers.Length, overlapBySlot.Length); slot++)
        {
            // who lacked the first block had no overlap at that moment, whatever changed since
            if (overlapBySlot[slot] > 0 && Volatile.Read(ref numbers[slot]) >= before)
            {
                overlapBySlot[slot] = Recount(slot, blocks);
            }
        }
    }

    /// <remarks>
    /// A walk during which no event of the worker begins or ends can go wrong in one way: blocks are taken away behind it and then before
    /// it. As they go first first, the last block it counted is gone then too.
    /// </remarks>
    private int Recount(int slot, ReadOnlySpan<ulong> blocks)
    {
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            if (Volatile.Read(ref _clearing) == slot)
            {
                return 0;
            }

            var number = EventOf(slot);
            var overlap = CountLeading(slot, new Walk(Volatile.Read(ref _store), blocks));
            Volatile.ReadBarrier();
            var last = overlap == 0 ? 0 : KeyOf(blocks[overlap - 1]);
            if ((overlap == 0 || ContainsNow(last, slot)) && EventOf(slot) == number)
            {
                return overlap;
            }
        }

        lock (_writing)
        {
            return CountLeading(slot, new Walk(_store, blocks));
        }
    }

    private long EventOf(int slot) => Volatile.Read(ref Volatile.Read(ref _eventBySlot)[slot]);
}
