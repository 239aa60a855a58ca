namespace PrefixConsole.Routing.PrefixIndex;

/// <summary>Answers, in one look-up for the entire fleet, how many leading blocks of a prompt each worker holds.</summary>
public interface IPrefixOverlap
{
    /// <param name="blocks">Chained block hashes of the prompt, block 0 first.</param>
    /// <param name="overlapBySlot">Indexed by <see cref="Workers.Worker.Slot"/>; receives the exact leading run in blocks, 0 where nothing is held.</param>
    void FindOverlap(ReadOnlySpan<ulong> blocks, Span<int> overlapBySlot);
}
