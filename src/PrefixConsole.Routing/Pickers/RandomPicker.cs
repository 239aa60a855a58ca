using PrefixConsole.Routing.Scheduling;

namespace PrefixConsole.Routing.Pickers;

/// <summary>Any candidate, uniformly.</summary>
internal sealed class RandomPicker(Random random) : IWorkerPicker
{
    public string Name => PickerNames.Random;

    public PickResult Pick(RoutingRequest request, ReadOnlySpan<WorkerCandidate> candidates, ReadOnlySpan<float> totals) =>
        new(random.Next(candidates.Length), DecisionReasons.Random);
}
