using PrefixConsole.Gateway.KvEvents;

namespace PrefixConsole.Api.Contracts;

/// <summary>What became of a batch of KV events.</summary>
public sealed record KvIngestDto
{
    /// <summary>Applied, or Ignored when it was applied before.</summary>
    public required string Outcome { get; init; }

    /// <summary>Events given to the index.</summary>
    public required int Applied { get; init; }

    /// <summary>Events that could not be used, by cause.</summary>
    public required IReadOnlyDictionary<string, int> Rejected { get; init; }

    /// <summary>NotReporting, Trusted, CatchingUp, Untrusted or Silent.</summary>
    public required string Trust { get; init; }

    public required string TrustCause { get; init; }

    /// <summary>Number of the last batch of the feed; null when they have none.</summary>
    public required long? Sequence { get; init; }

    internal static KvIngestDto From(KvIngestResult result) => new()
    {
        Outcome = result.Outcome.ToString(),
        Applied = result.Applied,
        Rejected = result.Rejected.ToDictionary(r => r.Key.ToString(), r => r.Value, StringComparer.Ordinal),
        Trust = result.Feed!.Trust.Trust.ToString(),
        TrustCause = result.Feed.Trust.Cause,
        Sequence = result.Feed.Sequence,
    };
}
