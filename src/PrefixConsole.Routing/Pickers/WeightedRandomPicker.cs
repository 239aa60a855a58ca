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
            if (!Counts(totals[i]))
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

    /// <summary>The chance of each total to be drawn: the largest U^(1 ÷ total) belongs to a total with probability total ÷ sum.</summary>
    /// <param name="totals">One or more.</param>
    /// <param name="chances">As many; they sum to 1.</param>
    internal static void Chances(ReadOnlySpan<float> totals, Span<double> chances)
    {
        var sum = 0.0;
        foreach (var total in totals)
        {
            sum += Counts(total) ? total : 0;
        }

        for (var i = 0; i < totals.Length; i++)
        {
            chances[i] = sum == 0 ? 1.0 / totals.Length : Counts(totals[i]) ? totals[i] / sum : 0;
        }
    }

    private static bool Counts(float total) => total > 0;
}
