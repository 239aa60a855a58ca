namespace PrefixConsole.Routing.Scheduling;

/// <summary>Rates workers for a request. Pure but for state handed in by the strategy; called under the scheduler's lock.</summary>
public interface IWorkerScorer
{
    /// <summary>Name of the rule, as the decision and the console show it.</summary>
    string Name { get; }

    /// <param name="request">The request.</param>
    /// <param name="candidates">Survivors of the filters.</param>
    /// <param name="raw">Receives the input in its own unit (blocks, requests, share …); NaN where the signal is missing, which is not zero.</param>
    /// <param name="scores">Receives the score in [0, 1], higher is better; the scheduler clamps.</param>
    void Score(RoutingRequest request, ReadOnlySpan<WorkerCandidate> candidates, Span<float> raw, Span<float> scores);
}
