namespace PrefixConsole.Gateway.Telemetry;

/// <summary>What part of the decision log to read; null fields do not filter.</summary>
public sealed record DecisionFilter
{
    public string? Worker { get; init; }

    public string? Model { get; init; }

    public string? Tenant { get; init; }

    public string? Strategy { get; init; }

    public string? Reason { get; init; }

    public int? Revision { get; init; }

    /// <summary>Request id, or the start of one.</summary>
    public string? Id { get; init; }

    /// <summary>Only requests that ended with an error.</summary>
    public bool ErrorsOnly { get; init; }

    /// <summary>Only requests that were retried.</summary>
    public bool RetriedOnly { get; init; }

    /// <summary>Only decisions whose margin is at most this: those that were close.</summary>
    public double? MaxMargin { get; init; }

    /// <summary>Only requests that found much more or less in the cache than was expected.</summary>
    public bool MispredictedOnly { get; init; }

    /// <summary>Only requests that did not go to the worker with the deepest cache.</summary>
    public bool SpilledOnly { get; init; }

    /// <summary>Only requests of whose prompt the chosen worker was expected to hold such a share; those whose engine reported no cached tokens have none.</summary>
    public ShareRange? Captured { get; init; }

    /// <summary>Only requests of whose prompt the engine had such a share cached.</summary>
    public ShareRange? Delivered { get; init; }

    /// <summary>Only requests that were over at this time or later.</summary>
    public DateTimeOffset? EndedSince { get; init; }

    private static readonly DecisionFilter s_none = new();

    /// <summary>Whether it lets all pass.</summary>
    public bool IsNone => this == s_none;

    /// <summary>Whether it asks for something that is known only when a request is over.</summary>
    public bool WaitsForOutcome => ErrorsOnly || MispredictedOnly || Captured is not null || Delivered is not null || EndedSince is not null;

    /// <summary>Whether it asks for something that no column of the store says, see <see cref="MatchesInside"/>.</summary>
    public bool LooksInside => SpilledOnly || Captured is not null || Delivered is not null || EndedSince is not null;

    public bool Matches(DecisionEntry entry)
    {
        var decision = entry.Decision;
        return (Worker is null || decision.Winner?.Value == Worker)
            && (Model is null || decision.Request.Model == Model)
            && (Tenant is null || decision.Request.Tenant == Tenant)
            && (Strategy is null || decision.Strategy == Strategy)
            && (Reason is null || decision.Reason == Reason)
            && (Revision is null || decision.Revision == Revision)
            && (Id is null || decision.Id.StartsWith(Id, StringComparison.OrdinalIgnoreCase))
            && (!ErrorsOnly || entry.Outcome is { Succeeded: false })
            && (!RetriedOnly || entry.FirstDecision is not null)
            && (MaxMargin is null || decision.Margin <= MaxMargin)
            && (!MispredictedOnly || entry.Outcome?.Account is { IsMispredicted: true })
            && MatchesInside(entry);
    }

    /// <summary>The part of the filter for which the entire entry is needed.</summary>
    public bool MatchesInside(DecisionEntry entry) =>
        (!SpilledOnly || entry.Decision.Spilled)
        && (Captured is not { } captured || (entry.Outcome?.Account is { } expected && captured.Contains(expected.Captured, expected.Prompt)))
        && (Delivered is not { } delivered || (entry.Outcome?.Account is { } had && delivered.Contains(had.Delivered, had.Prompt)))
        && (EndedSince is not { } since || (entry.Outcome is { } outcome && entry.Decision.At + outcome.Duration >= since));
}
