using PrefixConsole.Components.Controls;
using PrefixConsole.Gateway.Accuracy;

namespace PrefixConsole.Components.Pages.Accuracy;

/// <summary>What can be done about a cause of lost reuse, and where.</summary>
/// <param name="Cause">The cause, and the advice.</param>
/// <param name="Tokens">Prompt tokens it took.</param>
/// <param name="Path">Page to do it on.</param>
/// <param name="Link">What is to be done there, as the text of the link.</param>
internal sealed record Suggestion(CauseText Cause, long Tokens, string Path, string Link)
{
    /// <summary>Causes that something is suggested for.</summary>
    public const int Most = 3;

    // A further cause that took less of the prompt is not worth somebody's time.
    private const double Least = 0.01;

    /// <summary>For the causes that took most and that somebody can do something about, the worst first.</summary>
    /// <param name="totals">What was lost.</param>
    /// <param name="worst">Worker that lost most to a cause, and the rank of its feed; null when none is known.</param>
    public static IEnumerable<Suggestion> For(AccuracyTotals totals, Func<ReuseCause, (string Worker, int Rank)?> worst) => CauseText.All
        .Where(c => c.Cause is not ReuseCause.BelowBlock && totals[c.Cause] > 0)
        .OrderByDescending(c => totals[c.Cause])
        .Where((c, place) => place == 0 || totals[c.Cause] >= Least * totals.Prompt)
        .Take(Most)
        .Select(c => Of(c, totals[c.Cause], worst(c.Cause)));

    private static Suggestion Of(CauseText cause, long tokens, (string Worker, int Rank)? worst)
    {
        var (path, link) = (cause.Cause, worst) switch
        {
            (ReuseCause.Evicted, { } at) => ($"/workers/{Uri.EscapeDataString(at.Worker)}", $"See what fills {at.Worker}"),
            (ReuseCause.StaleIndex, { } at) => (Feed(at), $"Check or resync the feed of {at.Worker}"),
            (ReuseCause.UntrustedIndex, { } at) => (Feed(at), $"See why the report of {at.Worker} does not count"),
            (ReuseCause.Evicted, null) => ("/workers", "See how full the workers are"),
            (ReuseCause.StaleIndex or ReuseCause.UntrustedIndex, null) => ("/ingest", "Check the feeds"),
            (ReuseCause.Overruled, _) => ("/strategy", "Change the weights"),
            (ReuseCause.Cold, _) => ("/prefixes", "See what prompts share"),
            _ => ($"/help#cause-{cause.Css}", "How to set it"),
        };
        return new Suggestion(cause, tokens, path, link);
    }

    private static string Feed((string Worker, int Rank) at) => FormattableString.Invariant($"/ingest?feed={Uri.EscapeDataString(at.Worker)}/{at.Rank}");
}
