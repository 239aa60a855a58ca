using PrefixConsole.Routing.Strategies;

namespace PrefixConsole.Components.Charts;

/// <summary>When the strategy changed, for charts: revisions that became active, trials that began and ended.</summary>
internal static class StrategyMarks
{
    public static ChartMark[] Of(StrategyStore store)
    {
        var marks = store.History.Select(r => new ChartMark(r.At, $"rev {r.Number}")).ToList();
        if (store.Trial is { } trial)
        {
            marks.Add(Begin(trial.Revision));
        }

        foreach (var ended in store.EndedTrials)
        {
            marks.Add(Begin(ended.Revision));

            // One that was promoted or replaced ends with a revision, which has its own mark.
            if (ended.Outcome == TrialOutcome.Ended)
            {
                marks.Add(new ChartMark(ended.EndedAt, $"trial {ended.Revision.Number} ends"));
            }
        }

        return [.. marks];
    }

    private static ChartMark Begin(StrategyRevision revision) => new(revision.At, $"trial {revision.Number}");
}
