using PrefixConsole.Components.Controls;
using PrefixConsole.Gateway.DryRuns;

namespace PrefixConsole.Components.Pages.DryRuns;

/// <summary>What the table of strategies can be sorted by.</summary>
internal static class TryColumns
{
    public static IReadOnlyList<SortColumn<DryRunChoice>> All { get; } =
    [
        new("strategy", "Strategy", "Active and earlier revisions as they are; the others with default parameters", false, c => c.Title),
        new("winner", "Chooses", "The worker it would send the request to", false, c => c.Winner),
        new("reason", "Reason", "Why, in the words of the decision log", false, c => c.Decision.Reason),
        new("margin", "Margin", "The winner's score less the best other", true, c => c.Decision.Margin),
        new("expected", "Cached there", "Prompt tokens the chosen worker is expected to hold: reported as far as that is trusted, else predicted", true, c => c.ExpectedTokens),
        new("predicted", "Predicted", "Prompt tokens the chosen worker is predicted to hold", true, c => c.PredictedTokens),
        new("reported", "Reported", "Prompt tokens the chosen worker reported, in any tier", true, c => c.ReportedTokens),
        new("available", "Best anywhere", "Most prompt tokens any worker is expected to hold", true, c => c.AvailableTokens),
    ];
}
