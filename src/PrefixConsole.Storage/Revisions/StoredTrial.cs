using PrefixConsole.Routing.Strategies;

namespace PrefixConsole.Storage.Revisions;

/// <summary>A trial as JSON, running or over.</summary>
/// <param name="Number">Of its revision.</param>
/// <param name="Spec">What it tries.</param>
/// <param name="At">When it began.</param>
/// <param name="By">Who began it.</param>
/// <param name="Reason">Why.</param>
/// <param name="Percent">Its share.</param>
internal sealed record StoredTrial(int Number, StoredSpec Spec, DateTimeOffset At, string By, string Reason, int Percent)
{
    /// <summary>Of one that runs: see <see cref="StrategyTrial.Version"/>, and the number of the active revision.</summary>
    public int Version { get; init; }

    public int Beside { get; init; }

    /// <summary>Of one that is over.</summary>
    public DateTimeOffset EndedAt { get; init; }

    public string EndedBy { get; init; } = "";

    public TrialOutcome Outcome { get; init; }

    public string Why { get; init; } = "";

    public static StoredTrial Of(StrategyTrial trial, int beside) =>
        Of(trial.Revision, trial.Percent) with { Version = trial.Version, Beside = beside };

    public static StoredTrial Of(EndedTrial trial) =>
        Of(trial.Revision, trial.Percent) with { EndedAt = trial.EndedAt, EndedBy = trial.EndedBy, Outcome = trial.Outcome, Why = trial.Why };

    public StrategyRevision ToRevision() => new() { Number = Number, Spec = Spec.ToSpec(), At = At, By = By, Reason = Reason };

    public EndedTrial ToEnded() => new(ToRevision(), Percent, EndedAt, EndedBy, Outcome, Why);

    private static StoredTrial Of(StrategyRevision revision, int percent) =>
        new(revision.Number, StoredSpec.Of(revision.Spec), revision.At, revision.By, revision.Reason, percent);
}
