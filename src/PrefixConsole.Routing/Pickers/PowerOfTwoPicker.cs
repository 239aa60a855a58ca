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
        var (firstLoad, secondLoad) = (candidates[first].InFlight, candidates[second].InFlight);
        return SecondWins(firstLoad, secondLoad)
            ? new PickResult(second, DecisionReasons.PowerOfTwo, OtherDrawn: first)
            : new PickResult(first, DecisionReasons.PowerOfTwo, firstLoad == secondLoad ? "first of the two drawn" : "", second);
    }

    /// <summary>The chance of each to be picked: every ordered pair is drawn alike.</summary>
    /// <param name="inFlight">Requests in flight of each candidate, two or more.</param>
    /// <param name="chances">As many; they sum to 1.</param>
    internal static void Chances(ReadOnlySpan<int> inFlight, Span<double> chances)
    {
        chances.Clear();
        var pair = 1.0 / inFlight.Length / (inFlight.Length - 1);
        for (var first = 0; first < inFlight.Length; first++)
        {
            for (var second = 0; second < inFlight.Length; second++)
            {
                if (first != second)
                {
                    chances[SecondWins(inFlight[first], inFlight[second]) ? second : first] += pair;
                }
            }
        }
    }

    private static bool SecondWins(int firstLoad, int secondLoad) => secondLoad < firstLoad;
}
