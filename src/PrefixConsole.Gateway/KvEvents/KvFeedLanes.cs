using System.Runtime.CompilerServices;
using PrefixConsole.Routing.KvEvents;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.KvEvents;

/// <summary>The lane of each feed; it lives as long as the feed.</summary>
internal sealed class KvFeedLanes(ReportedCaches caches, KvReplays replays)
{
    private readonly ConditionalWeakTable<KvEventFeed, KvFeedLane> _lanes = [];

    public ReportedCaches Caches => caches;

    /// <summary>Null when the worker has been removed, or the rank is none that an engine has.</summary>
    public KvFeedLane? Open(Worker worker, int rank) =>
        rank is >= 0 and < KvEventLimits.MaxRanks && caches.Open(worker, rank) is { } feed
            ? _lanes.GetValue(feed, f => new KvFeedLane(f, replays))
            : null;
}
