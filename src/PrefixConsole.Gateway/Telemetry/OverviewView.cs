using System.Collections.Immutable;

namespace PrefixConsole.Gateway.Telemetry;

/// <summary>The fleet over the last minute, and second by second for the last five.</summary>
public sealed record OverviewView
{
    public required double RequestsPerSecond { get; init; }

    /// <summary>Requests per second that succeeded with their first token within <c>Gateway:TtftLimit</c>, and their share of all, 0 to 1; null without traffic.</summary>
    public required double GoodputPerSecond { get; init; }

    public required double? GoodShare { get; init; }

    /// <summary>Share of the requests that did not succeed, whoever was at fault, 0 to 1; null without traffic.</summary>
    public required double? ErrorRate { get; init; }

    /// <summary>Share of the requests that failed on the server's side, which is what alerts look at, 0 to 1; null without traffic.</summary>
    public double? ServerFailureRate { get; init; }

    public required TimeSpan? TtftP50 { get; init; }

    public required TimeSpan? TtftP95 { get; init; }

    public required TimeSpan? TtftP99 { get; init; }

    public required TimeSpan? ItlP50 { get; init; }

    /// <summary>Prompt tokens of the last minute, and how many of them some worker was predicted to hold, the chosen worker was, and the engine reported.</summary>
    public required long PromptTokens { get; init; }

    public required long AvailableTokens { get; init; }

    public required long CapturedTokens { get; init; }

    /// <summary>Null when no engine reported cached tokens. Compare with <see cref="ReportingPromptTokens"/> only.</summary>
    public required long? DeliveredTokens { get; init; }

    /// <summary>Prompt tokens of the requests whose engine reported cached tokens.</summary>
    public required long ReportingPromptTokens { get; init; }

    public required int InFlight { get; init; }

    /// <summary>Oldest first, one a second, at most 300.</summary>
    public required ImmutableArray<FleetSample> Series { get; init; }
}
