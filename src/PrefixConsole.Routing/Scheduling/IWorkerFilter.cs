namespace PrefixConsole.Routing.Scheduling;

/// <summary>Removes workers that must not or should not serve a request. Pure: no index, clock, I/O or state.</summary>
public interface IWorkerFilter
{
    /// <summary>Name of the rule, as the decision and the console show it.</summary>
    string Name { get; }

    /// <summary>Moves the survivors to the front of <paramref name="candidates"/>, order kept, and returns how many there are.</summary>
    int Filter(RoutingRequest request, Span<WorkerCandidate> candidates);
}
