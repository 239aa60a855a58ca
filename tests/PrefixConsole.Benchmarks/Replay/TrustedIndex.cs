using PrefixConsole.Routing.KvEvents;
using PrefixConsole.Routing.PrefixIndex;

namespace PrefixConsole.Benchmarks.Replay;

/// <summary>An index whose every worker is trusted and holds all blocks in GPU memory.</summary>
internal sealed class TrustedIndex(ReportedPrefixIndex index) : IReportedOverlap
{
    public int Slots => Routing.Workers.WorkerRegistry.MaxWorkers;

    public void FindOverlap(ReadOnlySpan<ulong> blocks, Span<int> overlapBySlot) => index.FindOverlap(blocks, overlapBySlot);

    public ReportedOverlap Resolve(int workerSlot, ReadOnlySpan<ulong> blocks, ReadOnlySpan<int> overlapBySlot) =>
        new(KvTrust.Trusted, new TierBlocks(overlapBySlot[workerSlot]));
}
