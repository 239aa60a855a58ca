using PrefixConsole.Components.Controls;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Routing.Scheduling;
using PrefixConsole.Storage.Configuration;

namespace PrefixConsole.Components.Pages.DecisionDetail;

/// <summary>Where an explanation comes from, and what it cannot show because it was not recorded.</summary>
internal static class DecisionCoverage
{
    private const int Named = 3;

    /// <summary>How stored decisions are chosen.</summary>
    public static string Policy(StorageOptions options) =>
        FormattableString.Invariant($"{Figures.Number(options.DecisionsPerSecond)} decisions a second and as many remarkable ones (failed, retried, mispredicted, pinned), for {options.DecisionAge.TotalDays:0.#} days");

    /// <param name="entry">What is explained.</param>
    /// <param name="capacity">Decisions kept in memory.</param>
    /// <param name="stored">What chose it for the store; null when it is still in memory.</param>
    /// <param name="strategy">What the strategy went by and was not recorded; empty when nothing.</param>
    public static string Of(DecisionEntry entry, int capacity, StorageOptions? stored, string strategy)
    {
        var source = stored is null
            ? $"From memory, which keeps the last {Figures.Count(capacity)} decisions, all of them."
            : $"From the stored sample: {Policy(stored)}.";
        return $"{source} Not recorded: {string.Join("; ", Missing(entry, strategy))}.";
    }

    private static IEnumerable<string> Missing(DecisionEntry entry, string strategy)
    {
        yield return "the prompt's text";
        if (entry.Decision.Request.TokenBlocks.Count == 0)
        {
            yield return "its tokens, which were not known";
        }

        var mute = entry.Decision.Candidates.Where(c => c.MetricsAge is null).Select(c => c.Worker.Value).ToArray();
        if (mute.Length > 0)
        {
            yield return mute.Length == entry.Decision.Candidates.Length
                ? "the engines' own numbers, of which none were fresh"
                : $"the engine's own numbers of {string.Join(", ", mute.Take(Named))}{(mute.Length > Named ? $" and {mute.Length - Named} more" : "")}, which were not fresh";
        }

        if (strategy.Length > 0)
        {
            yield return strategy;
        }

        if (entry is { FirstDecision: not null, FirstFailure: null })
        {
            yield return "why the first attempt failed";
        }

        if (entry.Decision is { Reason: DecisionReasons.PowerOfTwo, OtherDrawn: null })
        {
            yield return "the other worker that was drawn";
        }

        if (entry.Outcome is { CachedTokens: null })
        {
            yield return "cached tokens, which the engine did not report";
        }
    }
}
