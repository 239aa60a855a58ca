using System.Text;
using PrefixConsole.Gateway.Telemetry;

namespace PrefixConsole.Api;

/// <summary>Runs and who holds them as CSV, under the rules of <see cref="DecisionCsv"/>.</summary>
internal static class PrefixLensCsv
{
    private static readonly string[] s_header =
    [
        "id", "name", "namespace", "startBlock", "blocks", "tokens", "heldTokens", "duplicatedTokens", "onlyATokens", "bothTokens", "onlyBTokens",
        "holders", "hits", "hitsPerMinute", "idleSeconds",
    ];

    public static string Write(IEnumerable<PrefixShareRow> rows)
    {
        var text = new StringBuilder();
        DecisionCsv.AppendRow(text, s_header);
        foreach (var row in rows)
        {
            DecisionCsv.AppendRow(
                text,
                [
                    row.Id, row.Name, row.Namespace, row.StartBlock, row.Blocks, row.Tokens, row.HeldTokens, row.DuplicatedTokens, row.OnlyA, row.Both,
                    row.OnlyB, string.Join(' ', row.Holders.Select(h => h.Worker.Value)), row.Hits, row.HitsPerMinute, row.Idle.TotalSeconds,
                ]);
        }

        return text.ToString();
    }
}
