using System.Collections.Immutable;
using PrefixConsole.Routing.PrefixIndex;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Routing.KvEvents;

/// <summary>What all workers report of their caches: one index, one feed per worker and data-parallel rank, and the trust in each.</summary>
/// <remarks>
/// The first rank of a worker has the worker's own slot in the index; ranks keep separate caches, so each further one gets a slot above those of
/// all workers. A worker's overlap is that of its best rank, never a mixture.
/// </remarks>
public sealed class ReportedCaches : IReportedOverlap
{
    /// <summary>Most ranks beyond the first, over all workers.</summary>
    public const int MaxFurtherRanks = WorkerRegistry.MaxWorkers;

    private readonly Lock _writing = new();
    private readonly TimeProvider _time;
    private readonly DateTimeOffset _since;
    private readonly ImmutableArray<KvEventFeed>[] _bySlot = new ImmutableArray<KvEventFeed>[WorkerRegistry.MaxWorkers];
    private readonly bool[] _furtherTaken = new bool[MaxFurtherRanks];
    private volatile int _slots = WorkerRegistry.MaxWorkers;

    /// <param name="index">Where reported blocks go; nobody else writes to it.</param>
    /// <param name="blockTokens">Tokens per index block.</param>
    /// <param name="time">Clock of trust and of silence.</param>
    public ReportedCaches(ReportedPrefixIndex index, int blockTokens, TimeProvider time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(blockTokens, 1);
        (Index, BlockTokens, _time, _since) = (index, blockTokens, time, time.GetUtcNow());
        Array.Fill(_bySlot, []);
    }

    /// <summary>Raised when a trust changed, on the thread that changed it; handlers only signal.</summary>
    public event Action? Changed;

    /// <summary>
    /// Raised for each new feed before anybody can find it, on the thread that opened it and under a lock: handlers may set it up and take no
    /// lock of their own.
    /// </summary>
    public event Action<KvEventFeed>? Opening;

    public ReportedPrefixIndex Index { get; }

    /// <summary>Tokens per index block; token blocks of prompts must be cut to the same size.</summary>
    public int BlockTokens { get; }

    public int Slots => _slots;

    /// <summary>All feeds, by worker and rank.</summary>
    public ImmutableArray<KvEventFeed> Feeds
    {
        get
        {
            lock (_writing)
            {
                return [.. _bySlot.SelectMany(feeds => feeds).OrderBy(feed => feed.Worker.Id).ThenBy(feed => feed.Rank)];
            }
        }
    }

    /// <summary>The feed of a worker and rank, made when it is asked for first; null when there is no slot left or the worker has been removed.</summary>
    public KvEventFeed? Open(Worker worker, int rank)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rank);
        KvEventFeed feed;
        lock (_writing)
        {
            if (Find(worker, rank) is { } known)
            {
                return known;
            }

            var feeds = _bySlot[worker.Slot];
            var slot = worker.IsRemoved ? -1 : feeds.IsEmpty ? worker.Slot : TakeFurtherSlot();
            if (slot < 0)
            {
                return null;
            }

            feed = new KvEventFeed(worker, rank, slot, Index, BlockTokens, _time, () => Changed?.Invoke());
            Opening?.Invoke(feed);
            SetFeeds(worker.Slot, feeds.Add(feed));
        }

        Changed?.Invoke();
        return feed;
    }

    public ImmutableArray<KvEventFeed> Of(Worker worker) => FeedsAt(worker.Slot) is [var first, ..] feeds && first.Worker == worker ? feeds : [];

    /// <summary>Drops the feeds of a removed worker and all their blocks.</summary>
    public void Remove(Worker worker)
    {
        lock (_writing)
        {
            foreach (var feed in Of(worker))
            {
                feed.Close();
                if (feed.Slot >= WorkerRegistry.MaxWorkers)
                {
                    _furtherTaken[feed.Slot - WorkerRegistry.MaxWorkers] = false;
                }
            }

            SetFeeds(worker.Slot, []);
        }

        Changed?.Invoke();
    }

    /// <summary>Worst trust of a worker's feeds.</summary>
    public KvTrustState TrustOf(Worker worker)
    {
        var feeds = Of(worker);
        if (feeds.IsEmpty)
        {
            return worker.Config.KvEvents is null
                ? new KvTrustState(KvTrust.NotReporting, "the worker reports no KV events", _since)
                : new KvTrustState(KvTrust.Silent, "no batch has come yet", _since);
        }

        var worst = feeds[0].Trust;
        foreach (var feed in feeds)
        {
            worst = feed.Trust.Trust > worst.Trust ? feed.Trust : worst;
        }

        return worst;
    }

    public void FindOverlap(ReadOnlySpan<ulong> blocks, Span<int> overlapBySlot) => Index.FindOverlap(blocks, overlapBySlot);

    public ReportedOverlap Resolve(int workerSlot, ReadOnlySpan<ulong> blocks, ReadOnlySpan<int> overlapBySlot)
    {
        var feeds = FeedsAt(workerSlot);
        var best = default(KvEventFeed);
        var most = -1;
        var trusted = false;
        foreach (var feed in feeds)
        {
            // opened since the span was made: nothing is known of it yet
            var held = feed.Slot < overlapBySlot.Length ? feed.RoundDown(overlapBySlot[feed.Slot]) : 0;
            var believed = feed.Trust.Trust is KvTrust.Trusted or KvTrust.CatchingUp;
            if ((believed, held).CompareTo((trusted, most)) > 0)
            {
                (best, most, trusted) = (feed, held, believed);
            }
        }

        if (best is null)
        {
            return default;
        }

        var trust = best.Trust;
        return new ReportedOverlap(trust.Trust, best.Lower.CountRun(blocks[..most]), trust.Cause, best.LastBatch);
    }

    /// <summary>Whether a rank of the worker holds this block, whatever it holds of those before it.</summary>
    public bool Holds(Worker worker, ulong block)
    {
        foreach (var feed in Of(worker))
        {
            if (Index.Holds(feed.Slot, block))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Index blocks that the worker reported, over all its ranks.</summary>
    public long BlocksOf(Worker worker)
    {
        var blocks = 0L;
        foreach (var feed in Of(worker))
        {
            blocks += Index.BlocksOf(feed.Slot);
        }

        return blocks;
    }

    /// <summary>Looks for feeds that fell silent; called about once a second.</summary>
    public void Watch()
    {
        foreach (var feed in Feeds)
        {
            feed.Watch();
        }
    }

    private KvEventFeed? Find(Worker worker, int rank)
    {
        foreach (var feed in Of(worker))
        {
            if (feed.Rank == rank)
            {
                return feed;
            }
        }

        return null;
    }

    private ImmutableArray<KvEventFeed> FeedsAt(int workerSlot) => _bySlot[workerSlot];

    // an immutable array is one reference: readers see the old one or the new one
    private void SetFeeds(int workerSlot, ImmutableArray<KvEventFeed> feeds) => _bySlot[workerSlot] = feeds;

    private int TakeFurtherSlot()
    {
        var free = Array.IndexOf(_furtherTaken, false);
        if (free < 0)
        {
            return -1;
        }

        _furtherTaken[free] = true;
        _slots = WorkerRegistry.MaxWorkers + MaxFurtherRanks;
        return WorkerRegistry.MaxWorkers + free;
    }
}
