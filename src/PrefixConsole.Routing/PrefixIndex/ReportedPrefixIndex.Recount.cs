namespace PrefixConsole.Routing.PrefixIndex;

// Makes a look-up see events whole, without holding writers up.
public sealed partial class ReportedPrefixIndex
{
    private const int Tries = 64;
    private const int SpinsPerTry = 10;

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

    private int Recount(int slot, ReadOnlySpan<ulong> blocks)
    {
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            if (Volatile.Read(ref _clearing) == slot)
            {
                return 0;
            }

            var number = Volatile.Read(ref Volatile.Read(ref _eventBySlot)[slot]);
            if (Volatile.Read(ref _eventNumber) == number)
            {
                Thread.SpinWait(SpinsPerTry);
                continue;
            }

            var overlap = CountLeading(slot, blocks, 0);
            Volatile.ReadBarrier();
            if (Volatile.Read(ref Volatile.Read(ref _eventBySlot)[slot]) == number)
            {
                return overlap;
            }
        }

        lock (_writing)
        {
            return CountLeading(slot, blocks, 0);
        }
    }
}
