using System.Globalization;
using System.Text;
using System.Text.Json;
using PrefixConsole.Operations;

namespace PrefixConsole.Api;

/// <summary>Revisions with what they did as CSV, empty where that was not measured, under the rules of <see cref="DecisionCsv"/>.</summary>
internal static class StrategyCsv
{
    private static readonly string[] s_header =
    [
        "revision", "strategy", "parameters", "scorers", "filters", "picker", "at", "by", "reason",
        "requestsPerSecondBefore", "requestsPerSecondAfter", "ttftP50MsBefore", "ttftP50MsAfter", "ttftP95MsBefore", "ttftP95MsAfter",
        "hitRateBefore", "hitRateAfter", "hitRateIs", "errorRateBefore", "errorRateAfter",
    ];

    public static string Write(IEnumerable<MeasuredRevision> revisions)
    {
        var text = new StringBuilder();
        DecisionCsv.AppendRow(text, s_header);
        foreach (var (r, _, effect) in revisions)
        {
            var (before, after) = (effect?.Before, effect?.After);
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
                    before?.RequestsPerSecond,
                    after?.RequestsPerSecond,
                    before?.TtftP50,
                    after?.TtftP50,
                    before?.TtftP95,
                    after?.TtftP95,
                    effect?.HitRate(before),
                    effect?.HitRate(after),
                    before is null && after is null ? null : effect!.HitsAreReported ? "reported" : "predicted",
                    before?.ErrorRate,
                    after?.ErrorRate,
                ]);
        }

        return text.ToString();
    }
}
