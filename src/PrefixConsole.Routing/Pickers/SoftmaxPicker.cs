using PrefixConsole.Routing.Scheduling;

namespace PrefixConsole.Routing.Pickers;

/// <summary>Drawn with probability ∝ exp(total ÷ T): the lower the temperature, the more surely the best. Totals in [0, 1] make T scale-free (Dynamo).</summary>
/// <param name="temperature">Above 0.</param>
/// <param name="random">Of the draws.</param>
internal sealed class SoftmaxPicker(double temperature, Random random) : IWorkerPicker
{
    public string Name => PickerNames.Softmax;

    public PickResult Pick(RoutingRequest request, ReadOnlySpan<WorkerCandidate> candidates, ReadOnlySpan<float> totals)
    {
        var best = float.NegativeInfinity;
        foreach (var total in totals)
        {
            best = Math.Max(best, total);
        }

        var sum = 0.0;
        foreach (var total in totals)
        {
            sum += Math.Exp((total - best) / temperature);
        }

        var draw = random.NextDouble() * sum;
        var index = 0;
        for (; index < totals.Length - 1; index++)
        {
            draw -= Math.Exp((totals[index] - best) / temperature);
            if (draw < 0)
            {
                break;
            }
        }

        return new PickResult(index, DecisionReasons.WeightedRandom, FormattableString.Invariant($"drawn at temperature {temperature}"));
    }
}
