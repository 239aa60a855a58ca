namespace PrefixConsole.Routing.Scheduling;

/// <summary>Chooses among scored workers. Called under the scheduler's lock with at least one candidate.</summary>
public interface IWorkerPicker
{
    string Name { get; }

    /// <param name="request">The request.</param>
    /// <param name="candidates">Survivors of the filters.</param>
    /// <param name="totals">Weighted sum of the scores of each.</param>
    PickResult Pick(RoutingRequest request, ReadOnlySpan<WorkerCandidate> candidates, ReadOnlySpan<float> totals);
}
