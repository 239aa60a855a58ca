using System.Globalization;
using PrefixConsole.Routing.KvEvents;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.Telemetry;

/// <summary>Whether a worker is hot or cold, and why, with the numbers.</summary>
/// <remarks>
/// Hot: more than 1.5 times the median of requests in flight over the ready workers together with more than 90 % of the KV blocks in use, or
/// more than 50 requests queued in the engine (the limits of llm-d's alert rules). Cold: less than 5 % of the engine's cache holds prefixes,
/// as it reports while that is trusted, else as is predicted.
/// </remarks>
/// <param name="Level">Which.</param>
/// <param name="Reason">In words.</param>
public readonly record struct WorkerTemperature(Temperature Level, string Reason)
{
    /// <summary>In flight over the fleet's median.</summary>
    public const double HotLoad = 1.5;

    /// <summary>Share of the KV blocks in use.</summary>
    public const double HotKv = 0.9;

    /// <summary>Requests waiting in the engine.</summary>
    public const int HotQueue = 50;

    /// <summary>Share of the engine's cache that holds prefixes.</summary>
    public const double ColdShare = 0.05;

    /// <param name="worker">A worker's numbers; stale ones do not count.</param>
    /// <param name="median">Median of requests in flight over the ready workers; null with fewer than two.</param>
    public static WorkerTemperature Of(WorkerView worker, double? median)
    {
        if (worker.Status is not WorkerStatus.Ready)
        {
            return new WorkerTemperature(Temperature.Unknown, "not ready");
        }

        var (queue, kv) = worker.MetricsStale ? (null, null) : (worker.Waiting, worker.KvUsage);
        if (queue > HotQueue)
        {
            return new WorkerTemperature(Temperature.Hot, Text($"{queue} requests wait in its queue, more than {HotQueue}"));
        }

        if (kv > HotKv && worker.InFlight > HotLoad * median)
        {
            return new WorkerTemperature(Temperature.Hot, Text($"{worker.InFlight} in flight where the median is {median:0.#}, and {kv:P0} of its KV blocks in use"));
        }

        if (worker is not { KvBlocks: > 0 and var blocks, BlockSize: > 0 and var size })
        {
            return new WorkerTemperature(Temperature.Unknown, "the size of its cache is not known");
        }

        var trusted = worker is { Trust: KvTrust.Trusted, ReportedTokens: not null };
        var share = (trusted ? worker.ReportedTokens!.Value : worker.PredictedTokens) / ((double)blocks * size);
        var source = trusted ? "as it reports" : "as predicted";
        return share < ColdShare
            ? new WorkerTemperature(Temperature.Cold, Text($"{share:P1} of its cache holds prefixes, {source}: less than {ColdShare:P0}"))
            : new WorkerTemperature(Temperature.Warm, Text($"{Math.Min(1, share):P0} of its cache holds prefixes, {source}"));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
