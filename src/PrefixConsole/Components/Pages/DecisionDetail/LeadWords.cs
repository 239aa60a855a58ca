using PrefixConsole.Components.Controls;
using PrefixConsole.Components.Pages.Decisions;
using PrefixConsole.Routing.Pickers;
using PrefixConsole.Routing.Scheduling;

namespace PrefixConsole.Components.Pages.DecisionDetail;

/// <summary>What the lead over the runner-up had to do with the choice, in words.</summary>
internal static class LeadWords
{
    public static string Of(RoutingDecision decision, ScoreLead lead)
    {
        var (winner, runnerUp) = (lead.Winner.Worker, lead.RunnerUp.Worker);
        var margin = lead.Winner.Total!.Value - lead.RunnerUp.Total!.Value;
        var standing = margin switch
        {
            > 0 => $"{winner} leads {runnerUp} by {Figures.Score(margin)}",
            0 => $"{winner} and {runnerUp} are level",
            _ => $"{winner} is {Figures.Score(-margin)} behind {runnerUp}",
        };
        return decision.Reason switch
        {
            DecisionReasons.MaxScore => $"{standing}{(margin == 0 ? ": the tie-break decided" : ", and the highest total wins")}.",
            DecisionReasons.CacheHit when decision.Picker == PickerNames.LongestReported => $"{standing}{(margin == 0 ? ": the lower load decided" : ", and the highest total wins")}.",
            DecisionReasons.WeightedRandom => $"{standing}. The totals weigh the draw: a lead makes a worker likelier, not certain.",
            _ => $"{standing}, but the totals did not decide: {Plain(ReasonText.Of(decision.Reason))}.",
        };
    }

    /// <summary>Why there is nothing to compare.</summary>
    public static string None(DecisionMatrix matrix)
    {
        if (matrix.Columns.IsEmpty)
        {
            return "This strategy adds up no scores: there is no lead to take apart.";
        }

        var removed = matrix.Rows.Count(r => r.Removed);
        return $"There is no other candidate: {(removed == 0 ? "no other worker serves the model" : removed == 1 ? "the other worker was removed" : $"the other {removed} were removed")}.";
    }

    public static string Signed(double value) =>
        Figures.Number(Math.Abs(value), 3) is var digits && digits == "0" ? "0" : $"{(value < 0 ? "−" : "+")}{digits}";

    private static string Plain(string sentence) => char.ToLowerInvariant(sentence[0]) + sentence[1..];
}
