using System.Collections.Immutable;

namespace PrefixConsole.Routing.Scheduling;

/// <summary>A scorer whose raw value is made of terms that the decision keeps, so that a cost is explained like any other row.</summary>
public interface IExplainedScorer : IWorkerScorer
{
    /// <summary>Names of the terms, lower case with dashes.</summary>
    ImmutableArray<string> TermNames { get; }

    /// <param name="request">The request.</param>
    /// <param name="candidates">Survivors of the filters.</param>
    /// <param name="raw">As in <see cref="IWorkerScorer.Score"/>.</param>
    /// <param name="scores">As in <see cref="IWorkerScorer.Score"/>.</param>
    /// <param name="terms">Term by term, as many values each as there are candidates.</param>
    void Score(RoutingRequest request, ReadOnlySpan<WorkerCandidate> candidates, Span<float> raw, Span<float> scores, Span<float> terms);
}
