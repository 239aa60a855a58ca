using Microsoft.Extensions.Logging;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.KvEvents;

/// <summary>What all subscriptions share.</summary>
internal sealed record KvParts(
    KvPoller Poller,
    KvReaderThreads Threads,
    KvFeedLanes Lanes,
    KvQueueBudget Budget,
    KvEventMetrics Metrics,
    TimeProvider Time,
    ILogger Logger,
    Func<bool> AllowPrivate)
{
    public KvFeedReader Reader(Worker worker, KvRankRule ranks) => new(worker, ranks, Lanes, Budget, Metrics, Time, Logger);
}
