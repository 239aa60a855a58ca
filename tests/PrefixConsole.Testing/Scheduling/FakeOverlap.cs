using PrefixConsole.Routing.PrefixIndex;

namespace PrefixConsole.Testing.Scheduling;

/// <summary>An index that answers what a test says, whatever the prompt. Counts its look-ups.</summary>
public sealed class FakeOverlap : IPrefixOverlap
{
    private readonly int[] _blocks = new int[Routing.Workers.WorkerRegistry.MaxWorkers];
    private int _calls;

    public int Calls => Volatile.Read(ref _calls);

    public int this[int slot]
    {
        get => _blocks[slot];
        set => _blocks[slot] = value;
    }

    public void FindOverlap(ReadOnlySpan<ulong> blocks, Span<int> overlapBySlot)
    {
        Interlocked.Increment(ref _calls);
        _blocks.AsSpan(0, overlapBySlot.Length).CopyTo(overlapBySlot);
    }
}
