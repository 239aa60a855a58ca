using PrefixConsole.Routing.KvEvents;
using PrefixConsole.Routing.PrefixIndex;

namespace PrefixConsole.Benchmarks.Replay;

/// <summary>An index that trusts every worker alike and takes all blocks to lie in GPU memory.</summary>
/// <param name="index">What was reported.</param>
/// <param name="trust">How far scorers may rely on it.</param>
internal sealed class TrustedIndex(ReportedPrefixIndex index, KvTrust trust = KvTrust.Trusted) : IReportedOverlap
{
    public int Slots => Routing.Workers.WorkerRegistry.MaxWorkers;

    public void FindOverlap(ReadOnlySpan<ulong> blocks, Span<int> overlapBySlot) => index.FindOverlap(blocks, overlapBySlot);

    public ReportedOverlap Resolve(int workerSlot, ReadOnlySpan<ulong> blocks, ReadOnlySpan<int> overlapBySlot) =>
        new(trust, new TierBlocks(overlapBySlot[workerSlot]));
}
