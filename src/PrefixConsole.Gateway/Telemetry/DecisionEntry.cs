using PrefixConsole.Routing.Scheduling;

namespace PrefixConsole.Gateway.Telemetry;

/// <summary>A request in the decision log: its decisions and, once it is over, how it ended.</summary>
public sealed class DecisionEntry(long sequence, RoutingDecision decision)
{
    private volatile RoutingDecision _decision = decision;
    private volatile RoutingDecision? _firstDecision;
    private volatile AttemptFailure? _firstFailure;
    private volatile DecisionOutcome? _outcome;

    /// <summary>Position in the log, rising.</summary>
    public long Sequence { get; } = sequence;

    public string Id => Decision.Id;

    /// <summary>The last decision made for the request.</summary>
    public RoutingDecision Decision => _decision;

    /// <summary>The decision whose worker did not serve the request; null when there was no retry.</summary>
    public RoutingDecision? FirstDecision => _firstDecision;

    /// <summary>Why that worker did not; null when there was no retry, or in an entry of a version that did not keep it.</summary>
    public AttemptFailure? FirstFailure => _firstFailure;

    /// <summary>Null while the request runs.</summary>
    public DecisionOutcome? Outcome => _outcome;

    /// <summary>A request that was over when it was stored.</summary>
    public static DecisionEntry Restore(long sequence, RoutingDecision decision, RoutingDecision? first, AttemptFailure? failure, DecisionOutcome? outcome) =>
        new(sequence, decision) { _firstDecision = first, _firstFailure = failure, _outcome = outcome };

    internal void Retry(RoutingDecision second, AttemptFailure failure)
    {
        // Before the decision that failed: whoever sees that one finds the cause.
        _firstFailure ??= failure;
        _firstDecision ??= _decision;
        _decision = second;
    }

    /// <summary>False when the request was over before.</summary>
    internal bool Complete(DecisionOutcome outcome) => Interlocked.CompareExchange(ref _outcome, outcome, null) is null;
}
