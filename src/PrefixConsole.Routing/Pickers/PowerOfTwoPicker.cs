using PrefixConsole.Routing.Scheduling;

namespace PrefixConsole.Routing.Pickers;

/// <summary>Two distinct candidates at random, the one with fewer requests in flight; the first drawn when equal (SGLang power_of_two).</summary>
internal sealed class PowerOfTwoPicker(Random random) : IWorkerPicker
{
    public string Name => PickerNames.PowerOfTwo;

    public PickResult Pick(RoutingRequest request, ReadOnlySpan<WorkerCandidate> candidates, ReadOnlySpan<float> totals)
    {
        if (candidates.Length == 1)
        {
            return new PickResult(0, DecisionReasons.PowerOfTwo);
        }

        var first = random.Next(candidates.Length);
        var second = random.Next(candidates.Length - 1);
        second += second >= first ? 1 : 0;
        var difference = candidates[second].InFlight - candidates[first].InFlight;
        return new PickResult(difference < 0 ? second : first, DecisionReasons.PowerOfTwo, difference == 0 ? "first of the two drawn" : "");
    }
}
