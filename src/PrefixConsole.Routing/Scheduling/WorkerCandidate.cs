using PrefixConsole.Routing.KvEvents;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Routing.Scheduling;

/// <summary>A worker as one decision sees it: every number was read once, before the first filter ran.</summary>
public record struct WorkerCandidate
{
    private int _inFlight;
    private long _processed;
    private long _pendingPrefillTokens;

    public required Worker Worker { get; init; }

    /// <summary>Position among all workers considered by this decision; filters keep it when they compact.</summary>
    public required int Index { get; init; }

    /// <summary>Leading blocks of <see cref="RoutingRequest.Blocks"/> that the predicted tree says this worker holds.</summary>
    public required int PredictedBlocks { get; init; }

    /// <summary>Leading blocks of <see cref="RoutingRequest.TokenBlocks"/> that the worker reported to hold.</summary>
    public int ReportedBlocks => Reported.Blocks;

    /// <summary>The same by tier, and how far it can be trusted.</summary>
    public ReportedOverlap Reported { get; init; }

    /// <summary>Own count of requests in flight.</summary>
    public required int InFlight { readonly get => _inFlight; init => _inFlight = value; }

    /// <summary>Own count of requests ever sent.</summary>
    public required long Processed { readonly get => _processed; init => _processed = value; }

    /// <summary>Uncached prompt tokens sent and not yet prefilled, estimated.</summary>
    public required long PendingPrefillTokens { readonly get => _pendingPrefillTokens; init => _pendingPrefillTokens = value; }

    /// <summary>The engine's own numbers; null when not reported or too old to count.</summary>
    public required int? Waiting { get; init; }

    public required int? Running { get; init; }

    public required double? KvUsage { get; init; }

    /// <summary>Age of the engine's own numbers in ms; null when there are none that count.</summary>
    public int? MetricsAge { get; init; }

    /// <summary>Its account of LoRA adapters; null when not reported or too old to count.</summary>
    public WorkerMetrics? Adapters { get; init; }

    /// <summary>Reads the worker's own counts, in place: it happens under the scheduler's lock.</summary>
    internal void ReadLoad()
    {
        var load = Worker.Load;
        (_inFlight, _processed, _pendingPrefillTokens) = (load.InFlight, load.Processed, load.PendingPrefillTokens);
    }
}
