using System.Collections.Immutable;
using PrefixConsole.Gateway.KvEvents;
using PrefixConsole.Routing.KvEvents;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.Telemetry;

/// <summary>Watches what comes in of KV events: rates, five minutes of each feed, and what an operator can do about one.</summary>
/// <remarks><see cref="FleetSampler"/> has it take a sample every second. Memory is bounded: a track leaves with its feed.</remarks>
public sealed class IngestMonitor : IDisposable
{
    /// <summary>Samples kept of each feed.</summary>
    public const int SecondsKept = 300;

    private readonly Lock _sampling = new();
    private readonly SignalList _signals = new();
    private readonly Dictionary<KvEventFeed, IngestTrack> _tracks = [];
    private readonly ReportedCaches _caches;
    private readonly WorkerRegistry _registry;
    private readonly ImmutableArray<IKvTransports> _transports;
    private readonly TimeProvider _time;
    private readonly long _start;

    public IngestMonitor(ReportedCaches caches, WorkerRegistry registry, IEnumerable<IKvTransports> transports, TimeProvider time)
    {
        (_caches, _registry, _transports, _time) = (caches, registry, [.. transports], time);
        _start = time.GetTimestamp();
        caches.Changed += _signals.Raise;
        registry.Changed += _signals.Raise;
    }

    /// <summary>All feeds, and the workers without one.</summary>
    public IngestView Read()
    {
        var rows = ImmutableArray.CreateBuilder<IngestRow>();
        foreach (var worker in _registry.Workers)
        {
            var feeds = _caches.Of(worker);
            if (feeds.IsEmpty)
            {
                rows.Add(Row(worker, null));
            }

            foreach (var feed in feeds.OrderBy(f => f.Rank))
            {
                rows.Add(Row(worker, feed));
            }
        }

        var all = rows.ToImmutable();
        return new IngestView(all, IngestTotals.Of(all, _caches.Index.MemoryBytes), _transports.Select(t => t.Listener).FirstOrDefault(l => l is not null));
    }

    /// <summary>Oldest first; empty for an unknown feed.</summary>
    public ImmutableArray<IngestSample> Series(WorkerId worker, int rank)
    {
        var feed = Find(worker, rank).FirstOrDefault();
        lock (_sampling)
        {
            return feed is not null && _tracks.TryGetValue(feed, out var track) ? track.Series : [];
        }
    }

    /// <summary>The last messages of a worker's feeds that could not be used, newest first; empty without a feed.</summary>
    /// <param name="worker">Whose.</param>
    /// <param name="rank">Data-parallel rank; null for all of the worker.</param>
    public ImmutableArray<RejectedRow> Rejected(WorkerId worker, int? rank) =>
    [
        .. Find(worker, rank).SelectMany(feed => feed.RejectedFrames.Read().Select(frame => new RejectedRow(worker, feed.Rank, frame))).OrderByDescending(row => row.Frame.At),
    ];

    /// <summary>Whether there is such a feed, or any of the worker.</summary>
    public bool Has(WorkerId worker, int? rank) => !Find(worker, rank).IsEmpty;

    /// <summary>Has feeds forget what they know and start over. False: no such feed.</summary>
    /// <param name="worker">Whose.</param>
    /// <param name="rank">Data-parallel rank; null for all of the worker.</param>
    /// <param name="reason">Shown as the cause.</param>
    public bool Resync(WorkerId worker, int? rank, string reason) => Act(worker, rank, feed => feed.Resync(reason));

    /// <summary>Shuts feeds out, or lets them in again. False: no such feed.</summary>
    /// <param name="worker">Whose.</param>
    /// <param name="rank">Data-parallel rank; null for all of the worker.</param>
    /// <param name="on">Out, or in again.</param>
    public bool Quarantine(WorkerId worker, int? rank, bool on) => Act(worker, rank, feed => feed.Quarantine(on));

    /// <summary>Calls <paramref name="signal"/> after each sample and each change of a trust: it must only set a flag. Dispose to stop.</summary>
    public IDisposable Subscribe(Action signal) => _signals.Add(signal);

    public void Dispose()
    {
        _caches.Changed -= _signals.Raise;
        _registry.Changed -= _signals.Raise;
    }

    /// <summary>Reads the counters of all feeds; called once a second.</summary>
    internal void Sample()
    {
        var feeds = _caches.Feeds;
        var at = _time.GetUtcNow();
        var clock = _time.GetElapsedTime(_start);
        lock (_sampling)
        {
            foreach (var gone in _tracks.Keys.Except(feeds).ToArray())
            {
                _tracks.Remove(gone);
            }

            foreach (var feed in feeds)
            {
                if (!_tracks.TryGetValue(feed, out var track))
                {
                    _tracks.Add(feed, track = new IngestTrack());
                }

                track.Add(at, clock, feed.View(), Transport(feed)?.Lag);
            }
        }

        _signals.Raise();
    }

    private IngestRow Row(Worker worker, KvEventFeed? feed)
    {
        var view = feed?.View();
        var (events, blocks, removed) = Rates(feed);
        return new IngestRow
        {
            Worker = worker.Id,
            Simulated = worker.Config.Simulated,
            Trust = view?.Trust ?? _caches.TrustOf(worker),
            Feed = view,
            Transport = Transport(worker.Id, view?.Rank ?? 0),
            EventsPerSecond = events,
            BlocksPerSecond = blocks,
            RemovedPerMinute = removed * 60,
            MemoryBytes = view is null ? null : view.MemoryBytes + IndexBytes(view.HeldBlocks),
        };
    }

    /// <summary>Part of the index by blocks: one that several workers hold is kept once, and each is given its share.</summary>
    private long IndexBytes(long blocks) =>
        _caches.Index.PairCount is > 0 and var all ? (long)(_caches.Index.MemoryBytes * Math.Min(1, blocks / (double)all)) : 0;

    private (double? Events, double? Blocks, double? Removed) Rates(KvEventFeed? feed)
    {
        lock (_sampling)
        {
            return feed is not null && _tracks.TryGetValue(feed, out var track) ? track.Rates() : (null, null, null);
        }
    }

    private bool Act(WorkerId worker, int? rank, Action<KvEventFeed> act)
    {
        var feeds = Find(worker, rank);
        foreach (var feed in feeds)
        {
            act(feed);
        }

        return !feeds.IsEmpty;
    }

    private ImmutableArray<KvEventFeed> Find(WorkerId id, int? rank) =>
        _registry.Find(id) is { } worker ? [.. _caches.Of(worker).Where(f => rank is null || f.Rank == rank)] : [];

    private KvTransportView? Transport(KvEventFeed feed) => Transport(feed.Worker.Id, feed.Rank);

    private KvTransportView? Transport(WorkerId worker, int rank)
    {
        foreach (var transports in _transports)
        {
            if (transports.Find(worker, rank) is { } found)
            {
                return found;
            }
        }

        return null;
    }
}
