using PrefixConsole.Gateway.Telemetry;

namespace PrefixConsole.Api.Contracts;

/// <summary>A worker and its last minute. Null: not reported, which is not zero.</summary>
public sealed record WorkerDto
{
    public required string Id { get; init; }

    public required string Url { get; init; }

    /// <summary>Both, Prefill or Decode.</summary>
    public required string Role { get; init; }

    public required bool Simulated { get; init; }

    /// <summary>Who added it at runtime, and when. Null: it is in the configuration, or of the embedded fleet.</summary>
    public required string? AddedBy { get; init; }

    public required DateTimeOffset? AddedAt { get; init; }

    /// <summary>Pending, Ready, NotReady or Draining.</summary>
    public required string Status { get; init; }

    public required string StatusReason { get; init; }

    public required DateTimeOffset StatusSince { get; init; }

    /// <summary>Why a draining worker's health checks fail; null while they do not, and in other states.</summary>
    public required string? NotAnswering { get; init; }

    /// <summary>What keeps requests away while it does not answer: Untested, Closed, Open or Suspended (by a drain).</summary>
    public required string Breaker { get; init; }

    /// <summary>Failed health checks and requests that could not connect, in a row; 3 failed checks or one such request open it.</summary>
    public required int BreakerFailures { get; init; }

    /// <summary>What was wrong the last time, and when; also while all is well again. Null: nothing was yet.</summary>
    public required string? LastFailure { get; init; }

    public required DateTimeOffset? LastFailedAt { get; init; }

    /// <summary>When a health check was last answered; null: none was yet.</summary>
    public required DateTimeOffset? LastAnsweredAt { get; init; }

    /// <summary>Since when the breaker is open; null while it is not. It is open until a health check is answered.</summary>
    public required DateTimeOffset? OpenSince { get; init; }

    /// <summary>Hot, Warm, Cold or Unknown: how it stands beside the fleet, and why.</summary>
    public required string Temperature { get; init; }

    public required string TemperatureReason { get; init; }

    public required IReadOnlyList<string> Models { get; init; }

    public required IReadOnlyList<string> Adapters { get; init; }

    public required int InFlight { get; init; }

    public required long Processed { get; init; }

    public required int? Waiting { get; init; }

    public required int? Running { get; init; }

    public required double? KvUsage { get; init; }

    public required int? KvBlocks { get; init; }

    public required int? BlockSize { get; init; }

    public required double? MetricsAgeMs { get; init; }

    /// <summary>The engine's own numbers are too old to count in decisions.</summary>
    public required bool MetricsStale { get; init; }

    /// <summary>Auto while nothing told it.</summary>
    public required string Engine { get; init; }

    public required long PredictedBlocks { get; init; }

    public required long PredictedTokens { get; init; }

    /// <summary>How far its reported state can be relied on: NotReporting, Trusted, CatchingUp, Untrusted or Silent.</summary>
    public required string Trust { get; init; }

    public required string TrustCause { get; init; }

    public required DateTimeOffset TrustSince { get; init; }

    public required long? ReportedBlocks { get; init; }

    public required long? ReportedTokens { get; init; }

    /// <summary>Estimated tokens that only this worker is predicted to hold, those that others hold too, and the share of the tree that was read for it; null on the hub.</summary>
    public required long? UniqueTokens { get; init; }

    public required long? DuplicatedTokens { get; init; }

    public required double? CacheReadShare { get; init; }

    /// <summary>How long the last batch of KV events waited; its number and epoch. Null without a socket, a batch, or on the hub.</summary>
    public required double? EventLagMs { get; init; }

    public required long? EventSequence { get; init; }

    public required int? EventEpoch { get; init; }

    public required double? PredictedHitRate { get; init; }

    public required double? ReportedHitRate { get; init; }

    public required double RequestsPerSecond { get; init; }

    public required double? TtftP50Ms { get; init; }

    public required int RecentErrors { get; init; }

    internal static WorkerDto From(WorkerView view) => new()
    {
        Id = view.Id.Value,
        Url = view.Address.ToString(),
        Role = view.Role.ToString(),
        Simulated = view.Simulated,
        AddedBy = view.Added?.By,
        AddedAt = view.Added?.At,
        Status = view.Status.ToString(),
        StatusReason = view.StatusReason,
        StatusSince = view.StatusSince,
        NotAnswering = view.NotAnswering,
        Breaker = view.Breaker.State.ToString(),
        BreakerFailures = view.Breaker.Failures,
        LastFailure = view.Breaker.LastCause,
        LastFailedAt = view.Breaker.LastFailedAt,
        LastAnsweredAt = view.Breaker.LastAnsweredAt,
        OpenSince = view.Breaker.OpenSince,
        Temperature = view.Temperature.Level.ToString(),
        TemperatureReason = view.Temperature.Reason,
        Models = view.Models,
        Adapters = view.Adapters,
        InFlight = view.InFlight,
        Processed = view.Processed,
        Waiting = view.Waiting,
        Running = view.Running,
        KvUsage = view.KvUsage is { } usage && double.IsFinite(usage) ? usage : null,
        KvBlocks = view.KvBlocks,
        BlockSize = view.BlockSize,
        MetricsAgeMs = view.MetricsAge?.TotalMilliseconds,
        MetricsStale = view.MetricsStale,
        Engine = view.Engine.ToString(),
        PredictedBlocks = view.PredictedBlocks,
        PredictedTokens = view.PredictedTokens,
        Trust = view.Trust.ToString(),
        TrustCause = view.TrustCause,
        TrustSince = view.TrustSince,
        ReportedBlocks = view.ReportedBlocks,
        ReportedTokens = view.ReportedTokens,
        UniqueTokens = view.Insight?.Cache.Unique,
        DuplicatedTokens = view.Insight?.Cache.Duplicated,
        CacheReadShare = view.Insight?.ReadShare,
        EventLagMs = view.Insight?.Lag?.TotalMilliseconds,
        EventSequence = view.Insight?.Sequence,
        EventEpoch = view.Insight?.Epoch,
        PredictedHitRate = view.PredictedHitRate,
        ReportedHitRate = view.ReportedHitRate,
        RequestsPerSecond = view.RequestsPerSecond,
        TtftP50Ms = view.TtftP50?.TotalMilliseconds,
        RecentErrors = view.RecentErrors,
    };
}
