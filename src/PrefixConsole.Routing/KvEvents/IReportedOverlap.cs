using PrefixConsole.Routing.PrefixIndex;

namespace PrefixConsole.Routing.KvEvents;

/// <summary>Reported overlap with its trust. A worker may have several slots in the index, one per data-parallel rank.</summary>
public interface IReportedOverlap : IPrefixOverlap
{
    /// <summary>Length of the span that <see cref="IPrefixOverlap.FindOverlap"/> wants here: more than there are workers.</summary>
    int Slots { get; }

    /// <summary>What one look-up says of a worker.</summary>
    /// <param name="workerSlot"><see cref="Workers.Worker.Slot"/>.</param>
    /// <param name="blocks">What was looked up; may be empty.</param>
    /// <param name="overlapBySlot">Answer of <see cref="IPrefixOverlap.FindOverlap"/> to it.</param>
    ReportedOverlap Resolve(int workerSlot, ReadOnlySpan<ulong> blocks, ReadOnlySpan<int> overlapBySlot);
}
