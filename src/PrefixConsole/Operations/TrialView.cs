using System.Collections.Immutable;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Routing.Strategies;

namespace PrefixConsole.Operations;

/// <summary>A running trial beside what it is compared with. Both share the workers, their caches and their load: a comparison, no proof.</summary>
/// <param name="Trial">The trial.</param>
/// <param name="Active">The revision that decides the rest.</param>
/// <param name="Since">From when both sides are counted: the trial's start, or that of this process when it is later.</param>
/// <param name="Tried">How the trial's requests ended.</param>
/// <param name="Rest">How those of the active revision ended.</param>
/// <param name="EndBy">When it ends by itself; null when it does not.</param>
/// <param name="Readings">Its guardrails as they were last looked at.</param>
public sealed record TrialView(
    StrategyTrial Trial,
    StrategyRevision Active,
    DateTimeOffset Since,
    OutcomeCounts Tried,
    OutcomeCounts Rest,
    DateTimeOffset? EndBy,
    ImmutableArray<GuardReading> Readings)
{
    /// <summary>Requests that a side needs before its shares and quantiles are said.</summary>
    public const int Enough = Guardrails.LeastRequests;

    /// <summary>The trial's share of the requests that ended, 0 to 1; null before any did.</summary>
    public double? MeasuredShare => Tried.Requests + Rest.Requests is > 0 and var all ? (double)Tried.Requests / all : null;
}
