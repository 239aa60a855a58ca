using PrefixConsole.Gateway.Telemetry;

namespace PrefixConsole.Components.Controls;

/// <summary>
/// How full a worker's cache is predicted to be: tokens in its predicted tree ÷ (KV blocks × block size), at most 1; null when the
/// engine's size is unknown. An engine's own KV use counts only blocks of running requests, so it falls to zero between requests
/// although the cache is full.
/// </summary>
internal static class CacheFill
{
    public static double? Now(WorkerView worker) => worker.CapacityTokens is { } capacity
        ? Math.Min(1, (double)worker.PredictedTokens / capacity)
        : null;

    /// <summary>A past second's blocks, taken to hold as many tokens each as the present ones.</summary>
    public static double? At(WorkerView worker, OccupancySample sample)
    {
        if (worker.CapacityTokens is not { } capacity)
        {
            return null;
        }

        if (sample.PredictedBlocks == 0)
        {
            return 0;
        }

        return worker.PredictedBlocks == 0
            ? null
            : Math.Min(1, sample.PredictedBlocks * ((double)worker.PredictedTokens / worker.PredictedBlocks) / capacity);
    }

    /// <summary>Share that it reported to hold in a past second; null when it reported nothing.</summary>
    public static double? ReportedAt(WorkerView worker, OccupancySample sample) => Share(sample.ReportedTokens, worker.CapacityTokens);

    /// <summary>Tokens as a share of a cache, at most 1; null when either is not known.</summary>
    public static double? Share(long? tokens, long? capacity) => capacity is > 0 && tokens is { } known ? Math.Min(1, (double)known / capacity.Value) : null;
}
