using PrefixConsole.Components.Controls;
using PrefixConsole.Explaining;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Routing.Scheduling;

namespace PrefixConsole.Components.Pages.Decisions;

/// <summary>An entry of the log as a row shows it: read once, so that a row never mixes two states of a running request.</summary>
public sealed record DecisionRow(long Sequence, RoutingDecision Decision, DecisionOutcome? Outcome, RoutingDecision? First, AttemptFailure? FirstFailure)
{
    private static readonly RoutingDecision s_gone = new()
    {
        Id = "",
        Attempt = 1,
        At = default,
        Request = new DecidedRequest { Model = "", Tenant = "", Path = "", Streaming = false, Demo = false, PromptTokens = 0, Blocks = default, ParseTime = default, HashTime = default },
        Revision = 0,
        Strategy = "",
        Candidates = [],
        Scorers = [],
        Totals = [],
        Winner = null,
        Reason = "left the memory",
        Picker = "",
        TieBreak = "",
        Margin = null,
        OverlapTime = default,
        ScheduleTime = default,
    };

    private static readonly DecisionOutcome s_over = new() { StatusCode = 0, Served = null, Error = "no longer kept", Duration = default };

    public static DecisionRow Of(DecisionEntry entry)
    {
        var first = entry.FirstDecision;
        return new DecisionRow(entry.Sequence, entry.Decision, entry.Outcome, first, entry.FirstFailure);
    }

    /// <summary>It has left the memory since the table was read.</summary>
    public static DecisionRow Gone(long sequence) => new(sequence, s_gone, s_over, null, null);

    /// <summary>It is only known that it was.</summary>
    public bool IsGone => Decision == s_gone;

    /// <summary>Short, for the row: with what it was that made another worker be asked; null without a retry.</summary>
    public string? Retry => First is null ? null : FailureWords.Short(FirstFailure);

    /// <summary>The same in a sentence.</summary>
    public string? RetryHint => First is null ? null : $"{FailureWords.Sentence(First.Winner?.Value ?? "nobody", FirstFailure)}; this is the second decision";

    public bool Running => Outcome is null;

    public bool Failed => Outcome is { Succeeded: false };

    public string Status => Outcome switch
    {
        null => "running",
        { Error: { } error } => $"{Outcome.StatusCode} {error}",
        _ => Outcome.StatusCode.ToString(System.Globalization.CultureInfo.InvariantCulture),
    };

    /// <summary>Share of the prompt that its worker was expected to have cached, by what the decision knew.</summary>
    public string ExpectedShare => Figures.Percent(Decision.CapturedTokens, Decision.Request.PromptTokens);

    /// <summary>Cached share of the prompt tokens that the engine itself counted.</summary>
    public string ReportedShare => Figures.Percent(Outcome?.CachedTokens, Outcome?.PromptTokens ?? Decision.Request.PromptTokens);
}
