using System.Collections.Immutable;
using PrefixConsole.Routing.PrefixIndex;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Routing.KvEvents;

/// <summary>What all workers report of their caches: one index, one feed per worker and data-parallel rank, and the trust in each.</summary>
public sealed class ReportedCaches : IReportedOverlap
{
    /// <param name="index">Where reported blocks go; nobody else writes to it.</param>
    /// <param name="blockTokens">Tokens per index block.</param>
    /// <param name="time">Clock of trust and of silence.</param>
    public ReportedCaches(ReportedPrefixIndex index, int blockTokens, TimeProvider time)
    {
        (Index, BlockTokens, _) = (index, blockTokens, time);
    }

    public ReportedPrefixIndex Index { get; }

    /// <summary>Tokens per index block; token blocks of prompts must be cut to the same size.</summary>
    public int BlockTokens { get; }

    public int Slots => throw new NotImplementedException();

    /// <summary>All feeds, by worker and rank.</summary>
    public ImmutableArray<KvEventFeed> Feeds => throw new NotImplementedException();

    /// <summary>Raised when a trust changed, on the thread that changed it; handlers only signal.</summary>
    public event Action? Changed;

    /// <summary>The feed of a worker and rank, made when it is asked for first; null when there is no slot left or the worker has been removed.</summary>
    public KvEventFeed? Open(Worker worker, int rank) => throw new NotImplementedException();

    public ImmutableArray<KvEventFeed> Of(Worker worker) => throw new NotImplementedException();

    /// <summary>Drops the feeds of a removed worker and all their blocks.</summary>
    public void Remove(Worker worker) => throw new NotImplementedException();

    /// <summary>Worst trust of a worker's feeds.</summary>
    public KvTrustState TrustOf(Worker worker) => throw new NotImplementedException();

    public void FindOverlap(ReadOnlySpan<ulong> blocks, Span<int> overlapBySlot) => Index.FindOverlap(blocks, overlapBySlot);

    public ReportedOverlap Resolve(int workerSlot, ReadOnlySpan<ulong> blocks, ReadOnlySpan<int> overlapBySlot) => throw new NotImplementedException();

    /// <summary>Looks for feeds that fell silent; called about once a second.</summary>
    public void Watch() => Changed?.Invoke();
}
