using PrefixConsole.Components.Controls;
using PrefixConsole.Routing.KvEvents;
using PrefixConsole.Routing.Scheduling;
using PrefixConsole.Routing.Scorers;

namespace PrefixConsole.Components.Pages.DecisionDetail;

/// <summary>Where an input of a decision came from and how old it was then.</summary>
/// <param name="Words">For a tooltip.</param>
/// <param name="State">Whether it could be relied on.</param>
internal readonly record struct InputAge(string Words, InputState State)
{
    /// <summary>What the router knows of itself.</summary>
    public static InputAge Own { get; } = new("The router's own count: of the moment of the decision", InputState.Fresh);

    public static InputAge Predicted { get; } = new("The router's own record of what it sent there; “What was known of the caches” tells when it did last", InputState.Fresh);

    /// <param name="candidate">Whose.</param>
    /// <param name="known">Whether the number was among what the engine reported.</param>
    public static InputAge OfMetrics(in DecisionCandidate candidate, bool known) => (candidate.MetricsAge, known) switch
    {
        ({ } age, true) => new InputAge($"The engine's own number, {Age(age)} old", InputState.Fresh),
        ({ } age, false) => new InputAge($"The engine does not report it; its other numbers were {Age(age)} old", InputState.Missing),
        (null, true) => new InputAge("The engine's own number; its age is not recorded", InputState.Fresh),
        _ => new InputAge("The engine had no number that was fresh enough to count; that is not zero", InputState.Missing),
    };

    /// <param name="candidate">Whose.</param>
    /// <param name="tokenBlocks">Token blocks of the prompt.</param>
    public static InputAge OfReports(in DecisionCandidate candidate, int tokenBlocks)
    {
        var age = candidate.EventsAge is { } quiet ? $"last batch of KV events {Age(quiet)} old" : "age of its last batch of KV events not recorded";
        return candidate.Trust switch
        {
            KvTrust.NotReporting => new InputAge("It reports nothing of its cache", InputState.Missing),
            _ when tokenBlocks == 0 => new InputAge($"The prompt's tokens were not known, so its report could not be asked; {age}", InputState.Missing),
            KvTrust.Trusted => new InputAge($"Its report; {age}", InputState.Fresh),
            _ => new InputAge($"Its report was {TrustChip.WordOf(candidate.Trust)}{(candidate.TrustCause is { } cause ? $" ({cause})" : "")}; {age}", InputState.Stale),
        };
    }

    /// <summary>Of what a scorer reads.</summary>
    /// <param name="scorer">Its name.</param>
    /// <param name="candidate">Whose.</param>
    /// <param name="tokenBlocks">Token blocks of the prompt.</param>
    /// <param name="known">Whether the scorer had its input.</param>
    public static InputAge OfScorer(string scorer, in DecisionCandidate candidate, int tokenBlocks, bool known) => scorer switch
    {
        ScorerNames.Queue or ScorerNames.RunningRequests or ScorerNames.LoadAware =>
            OfMetrics(candidate, known) is var age && known ? age : age with { Words = $"{age.Words}; our own count of requests in flight stood in" },
        ScorerNames.KvUsage or ScorerNames.LoraAffinity => OfMetrics(candidate, known),
        ScorerNames.ReportedPrefix or ScorerNames.DynamoCost => OfOverlap(candidate, tokenBlocks),
        ScorerNames.NoHitLru when !known => new InputAge("Not asked: somebody holds a part of the prompt", InputState.Missing),
        ScorerNames.Prefix when known => Predicted,
        _ => known ? Own : new InputAge("There was no such signal; that is not zero", InputState.Missing),
    };

    /// <summary>A worker that reports nothing is not missing there: what is predicted counts.</summary>
    private static InputAge OfOverlap(in DecisionCandidate candidate, int tokenBlocks)
    {
        var reports = OfReports(candidate, tokenBlocks);
        return reports.State switch
        {
            InputState.Missing => new InputAge($"{reports.Words}, so what is predicted counts", InputState.Fresh),
            InputState.Stale when Overlap.SourceOf(candidate.Trust, tokenBlocks) == OverlapSource.Predicted => reports with { Words = $"{reports.Words}; what is predicted counts instead" },
            _ => reports,
        };
    }

    private static string Age(int milliseconds) => Figures.Duration(TimeSpan.FromMilliseconds(milliseconds));
}
