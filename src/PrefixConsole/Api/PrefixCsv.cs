using System.Text;
using PrefixConsole.Gateway.Telemetry;

namespace PrefixConsole.Api;

/// <summary>Runs of the prefix tree as CSV, under the rules of <see cref="DecisionCsv"/>. Previews are not exported.</summary>
internal static class PrefixCsv
{
    private static readonly string[] s_header =
    [
        "id", "parentId", "name", "label", "namespace", "startBlock", "blocks", "tokens", "tokensBefore", "subtreeTokens", "share",
        "children", "holders", "replicas", "savedTokens", "hits", "hitsPerMinute", "ageSeconds", "idleSeconds", "reportedTokens", "onlyPredictedTokens", "onlyReportedTokens", "unknownTokens",
    ];

    public static string Write(IEnumerable<PrefixNodeView> runs)
    {
        var text = new StringBuilder();
        DecisionCsv.AppendRow(text, s_header);
        foreach (var run in runs)
        {
            DecisionCsv.AppendRow(
                text,
                [
                    run.Id, run.ParentId, run.Name, run.Label, run.Namespace, run.StartBlock, run.Blocks, run.Tokens, run.TokensBefore,
                    run.SubtreeTokens, run.Share, run.Children, string.Join(' ', run.Holders.Select(h => h.Worker.Value)), run.Replicas, run.SavedTokens, run.Hits,
                    run.HitsPerMinute, run.Age.TotalSeconds, run.Idle.TotalSeconds, run.Match?.Reported, run.Match?.OnlyPredicted, run.Match?.OnlyReported,
                    run.Match?.Unknown,
                ]);
        }

        return text.ToString();
    }
}
