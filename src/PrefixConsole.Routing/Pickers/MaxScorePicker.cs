using PrefixConsole.Routing.Scheduling;

namespace PrefixConsole.Routing.Pickers;

/// <summary>The highest total; uniformly at random among exact equals (GIE max-score-picker).</summary>
internal sealed class MaxScorePicker(Random random) : IWorkerPicker
{
    public string Name => PickerNames.MaxScore;

    public PickResult Pick(RoutingRequest request, ReadOnlySpan<WorkerCandidate> candidates, ReadOnlySpan<float> totals)
    {
        var best = 0;
        var equal = 1;
        for (var i = 1; i < totals.Length; i++)
        {
            if (totals[i] > totals[best])
            {
                best = i;
                equal = 1;
            }
            else if (totals[i] == totals[best] && random.Next(++equal) == 0)
            {
                best = i;
            }
        }

        return new PickResult(best, DecisionReasons.MaxScore, equal > 1 ? TieBreaks.RandomAmong(equal) : "");
    }
}
