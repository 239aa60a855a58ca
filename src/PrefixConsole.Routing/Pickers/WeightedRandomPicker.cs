using PrefixConsole.Routing.Scheduling;

namespace PrefixConsole.Routing.Pickers;

/// <summary>
/// Draws with probability total ÷ sum of totals by A-Res sampling: the largest U^(1 ÷ total) wins, U uniform in (0, 1]. A total of 0
/// is never drawn while another is above it; all 0: uniform (llm-d weighted-random-picker).
/// </summary>
internal sealed class WeightedRandomPicker(Random random) : IWorkerPicker
{
    public string Name => PickerNames.WeightedRandom;

    public PickResult Pick(RoutingRequest request, ReadOnlySpan<WorkerCandidate> candidates, ReadOnlySpan<float> totals)
    {
        var best = -1;
        var bestKey = double.NegativeInfinity;
        for (var i = 0; i < totals.Length; i++)
        {
            if (!(totals[i] > 0))
            {
                continue;
            }

            // ln of the key: the same order, without underflow for small totals.
            var key = Math.Log(1 - random.NextDouble()) / totals[i];
            if (key > bestKey)
            {
                best = i;
                bestKey = key;
            }
        }

        return best >= 0
            ? new PickResult(best, DecisionReasons.WeightedRandom)
            : new PickResult(random.Next(candidates.Length), DecisionReasons.WeightedRandom, TieBreaks.RandomAmong(candidates.Length));
    }
}
