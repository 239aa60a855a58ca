using PrefixConsole.Routing.KvEvents;

namespace PrefixConsole.Testing.Scheduling;

/// <summary>A reported index that answers what a test says, in GPU memory, with a trust per worker; trusted where nothing was said.</summary>
public sealed class FakeReported : IReportedOverlap
{
    private readonly FakeOverlap _overlap = new();
    private readonly Dictionary<int, ReportedOverlap> _said = [];

    public int Slots => Routing.Workers.WorkerRegistry.MaxWorkers;

    public int Calls => _overlap.Calls;

    /// <summary>Blocks in GPU memory of a worker that is trusted.</summary>
    public int this[int slot]
    {
        get => _overlap[slot];
        set => _overlap[slot] = value;
    }

    /// <summary>Trust and tiers of a worker, whatever the prompt.</summary>
    public void Say(int slot, KvTrust trust, TierBlocks tiers) => _said[slot] = new ReportedOverlap(trust, tiers);

    public void FindOverlap(ReadOnlySpan<ulong> blocks, Span<int> overlapBySlot) => _overlap.FindOverlap(blocks, overlapBySlot);

    public ReportedOverlap Resolve(int workerSlot, ReadOnlySpan<ulong> blocks, ReadOnlySpan<int> overlapBySlot) =>
        _said.TryGetValue(workerSlot, out var said) ? said : new ReportedOverlap(KvTrust.Trusted, new TierBlocks(overlapBySlot[workerSlot]));
}
