using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Routing.Scheduling;

namespace PrefixConsole.Components.Pages.DecisionDetail;

/// <summary>An entry of the log as the page explains it: read once, so that nothing on it mixes two states of a running request.</summary>
internal sealed record DecisionView(RoutingDecision Decision, RoutingDecision? First, AttemptFailure? FirstFailure, DecisionOutcome? Outcome, DecisionMatrix Matrix, string Headline)
{
    public static DecisionView Of(DecisionEntry entry)
    {
        var first = entry.FirstDecision;
        var decision = entry.Decision;
        var matrix = DecisionMatrix.Of(decision);
        return new DecisionView(decision, first, entry.FirstFailure, entry.Outcome, matrix, DecisionHeadline.Of(decision, matrix));
    }

    /// <summary>True while the entry says something else than this view of it.</summary>
    public bool Differs(DecisionEntry entry) => entry.Decision != Decision || entry.Outcome != Outcome;
}
