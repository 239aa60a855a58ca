using PrefixConsole.Routing.Scheduling;

namespace PrefixConsole.Routing.Pickers;

/// <summary>Fewest requests in flight by our own count, then fewest processed, then random.</summary>
internal sealed class LeastLoadedPicker(Random random) : IWorkerPicker
{
    public string Name => PickerNames.LeastLoaded;

    public PickResult Pick(RoutingRequest request, ReadOnlySpan<WorkerCandidate> candidates, ReadOnlySpan<float> totals)
    {
        var index = LoadOrder.LeastLoaded(candidates, random, out var tieBreak);
        return new PickResult(index, DecisionReasons.LeastLoaded, tieBreak);
    }
}
