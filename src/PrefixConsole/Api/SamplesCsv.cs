using System.Globalization;
using System.Text;
using PrefixConsole.Storage.Model;

namespace PrefixConsole.Api;

/// <summary>Samples of the fleet as CSV, under the rules of <see cref="DecisionCsv"/>.</summary>
internal static class SamplesCsv
{
    private static readonly string[] s_header =
    [
        "at", "requests", "errors", "ttftP50Ms", "ttftP95Ms", "ttftP99Ms", "predictedHitRate", "reportedHitRate", "inFlight", "kvUsage", "waiting",
        "workers", "notReady", "untrusted", "revision", "promptTokens", "availableTokens", "capturedTokens", "deliveredTokens", "reportingPromptTokens",
    ];

    public static string Write(IEnumerable<SampleRow> rows)
    {
        var text = new StringBuilder();
        DecisionCsv.AppendRow(text, s_header);
        foreach (var r in rows)
        {
            DecisionCsv.AppendRow(
                text,
                [
                    DateTimeOffset.FromUnixTimeSeconds(r.At).ToString("O", CultureInfo.InvariantCulture), r.Requests, r.Errors, r.TtftP50, r.TtftP95, r.TtftP99,
                    r.PredictedHitRate, r.ReportedHitRate, r.InFlight, r.KvUsage, r.Waiting, r.Workers, r.NotReady, r.Untrusted, r.Revision,
                    r.Detail?.Prompt, r.Detail?.Available, r.Detail?.Captured, r.Detail?.Delivered, r.Detail?.Reporting,
                ]);
        }

        return text.ToString();
    }
}
