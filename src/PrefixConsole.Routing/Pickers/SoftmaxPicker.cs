using System.Globalization;
using PrefixConsole.Routing.Scheduling;

namespace PrefixConsole.Routing.Pickers;

/// <summary>Drawn with probability ∝ exp(total ÷ T): the lower the temperature, the more surely the best. Totals in [0, 1] make T scale-free (Dynamo).</summary>
/// <param name="temperature">Above 0.</param>
/// <param name="random">Of the draws.</param>
internal sealed class SoftmaxPicker(double temperature, Random random) : IWorkerPicker
{
    private const string Drawn = "drawn at temperature ";

    private readonly string _words = string.Create(CultureInfo.InvariantCulture, $"{Drawn}{temperature}");

    public string Name => PickerNames.Softmax;

    public PickResult Pick(RoutingRequest request, ReadOnlySpan<WorkerCandidate> candidates, ReadOnlySpan<float> totals)
    {
        var best = BestOf(totals);
        var sum = 0.0;
        foreach (var total in totals)
        {
            sum += Weigh(total, best, temperature);
        }

        var draw = random.NextDouble() * sum;
        var index = 0;
        for (; index < totals.Length - 1; index++)
        {
            draw -= Weigh(totals[index], best, temperature);
            if (draw < 0)
            {
                break;
            }
        }

        return new PickResult(index, DecisionReasons.WeightedRandom, _words);
    }

    /// <summary>The temperature that a decision of this picker kept in its <see cref="PickResult.TieBreak"/>; null in another's.</summary>
    internal static double? TemperatureOf(string tieBreak) =>
        tieBreak.StartsWith(Drawn, StringComparison.Ordinal)
        && double.TryParse(tieBreak.AsSpan(Drawn.Length), NumberStyles.Float, CultureInfo.InvariantCulture, out var temperature) && temperature > 0
            ? temperature
            : null;

    /// <summary>The chance of each total to be drawn.</summary>
    /// <param name="totals">One or more.</param>
    /// <param name="temperature">Above 0.</param>
    /// <param name="chances">As many as totals; they sum to 1.</param>
    internal static void Chances(ReadOnlySpan<float> totals, double temperature, Span<double> chances)
    {
        var best = BestOf(totals);
        var sum = 0.0;
        for (var i = 0; i < totals.Length; i++)
        {
            sum += chances[i] = Weigh(totals[i], best, temperature);
        }

        foreach (ref var chance in chances)
        {
            chance /= sum;
        }
    }

    private static float BestOf(ReadOnlySpan<float> totals)
    {
        var best = float.NegativeInfinity;
        foreach (var total in totals)
        {
            best = Math.Max(best, total);
        }

        return best;
    }

    private static double Weigh(float total, float best, double temperature) => Math.Exp((total - best) / temperature);
}
