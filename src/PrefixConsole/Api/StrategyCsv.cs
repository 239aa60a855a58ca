using System.Globalization;
using System.Text;
using System.Text.Json;
using PrefixConsole.Routing.Strategies;

namespace PrefixConsole.Api;

/// <summary>Revisions as CSV, under the rules of <see cref="DecisionCsv"/>.</summary>
internal static class StrategyCsv
{
    private static readonly string[] s_header = ["revision", "strategy", "parameters", "scorers", "filters", "picker", "at", "by", "reason"];

    public static string Write(IEnumerable<StrategyRevision> revisions)
    {
        var text = new StringBuilder();
        DecisionCsv.AppendRow(text, s_header);
        foreach (var r in revisions)
        {
            DecisionCsv.AppendRow(
                text,
                [
                    r.Number,
                    r.Spec.Name,
                    JsonSerializer.Serialize(r.Spec.Parameters),
                    string.Join(' ', r.Spec.Scorers.Select(s => FormattableString.Invariant($"{s.Scorer}={s.Weight}"))),
                    string.Join(' ', r.Spec.Filters),
                    r.Spec.Picker,
                    r.At.ToString("O", CultureInfo.InvariantCulture),
                    r.By,
                    r.Reason,
                ]);
        }

        return text.ToString();
    }
}
