using System.Collections.Immutable;
using PrefixConsole.Routing.KvEvents;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.Telemetry;

/// <summary>A worker as the console, the API and the hub show it. A null number was not reported, which is not zero.</summary>
public sealed record WorkerView
{
    public required WorkerId Id { get; init; }

    public required Uri Address { get; init; }

    public required WorkerRole Role { get; init; }

    public required bool Simulated { get; init; }

    /// <summary>Who added it at runtime; null for a worker of the configuration or of the embedded fleet.</summary>
    public WorkerOrigin? Added { get; init; }

    public required WorkerStatus Status { get; init; }

    public required string StatusReason { get; init; }

    public required DateTimeOffset StatusSince { get; init; }

    /// <summary>What keeps requests away while it does not answer.</summary>
    public WorkerBreaker Breaker { get; init; } = WorkerBreaker.Untested;

    /// <summary>Why a draining worker's health checks fail; null while they do not, and in other states, which say so themselves.</summary>
    public string? NotAnswering { get; init; }

    /// <summary>Hot, warm or cold, and why.</summary>
    public WorkerTemperature Temperature { get; init; } = new(Telemetry.Temperature.Unknown, "not measured");

    public required ImmutableArray<string> Models { get; init; }

    public required ImmutableArray<string> Adapters { get; init; }

    /// <summary>Own count of requests in flight, and of all ever sent.</summary>
    public required int InFlight { get; init; }

    public required long Processed { get; init; }

    public required int? Waiting { get; init; }

    public required int? Running { get; init; }

    /// <summary>Counter of requests that the engine put back in its queue; null when it does not report it.</summary>
    public long? Preemptions { get; init; }

    /// <summary>Share of KV blocks in use, 0 to 1.</summary>
    public required double? KvUsage { get; init; }

    public required int? KvBlocks { get; init; }

    public required int? BlockSize { get; init; }

    /// <summary>Tokens its cache has room for; null when it is not known.</summary>
    public long? CapacityTokens => KvBlocks > 0 && BlockSize > 0 ? (long)KvBlocks * BlockSize : null;

    /// <summary>Age of the engine's own numbers; null before the first scrape.</summary>
    public required TimeSpan? MetricsAge { get; init; }

    /// <summary>Those numbers are too old to count in decisions.</summary>
    public bool MetricsStale { get; init; }

    /// <summary>What engine it is: configured, else told by its metrics.</summary>
    public EngineKind Engine { get; init; }

    /// <summary>Blocks and estimated tokens the predicted tree holds for the worker.</summary>
    public required long PredictedBlocks { get; init; }

    public required long PredictedTokens { get; init; }

    /// <summary>How far what the worker reports of its cache can be relied on, why, and since when; the worst of its ranks.</summary>
    public required KvTrust Trust { get; init; }

    public required string TrustCause { get; init; }

    public required DateTimeOffset TrustSince { get; init; }

    /// <summary>Index blocks the worker reported to hold, over all ranks, and their tokens; null when it reports nothing.</summary>
    public required long? ReportedBlocks { get; init; }

    public required long? ReportedTokens { get; init; }

    /// <summary>Predicted cached share of prompt tokens over the last minute, 0 to 1; null without traffic.</summary>
    public required double? PredictedHitRate { get; init; }

    /// <summary>Same as the engine reported in <c>usage</c>; null when it did not.</summary>
    public required double? ReportedHitRate { get; init; }

    public required double RequestsPerSecond { get; init; }

    /// <summary>Median time to first token over the last minute.</summary>
    public required TimeSpan? TtftP50 { get; init; }

    /// <summary>Errors over the last minute.</summary>
    public required int RecentErrors { get; init; }

    /// <summary>Null where it was not asked for: <see cref="WorkerInsights"/> adds it.</summary>
    public WorkerInsight? Insight { get; init; }
}
