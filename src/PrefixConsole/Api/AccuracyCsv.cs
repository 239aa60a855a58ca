using System.Text;
using PrefixConsole.Gateway.Accuracy;

namespace PrefixConsole.Api;

/// <summary>Accuracy as CSV, the fleet first, under the rules of <see cref="DecisionCsv"/>.</summary>
internal static class AccuracyCsv
{
    private static readonly string[] s_header =
    [
        "key", "requests", "reportingRequests", "promptTokens", "availableTokens", "capturedTokens", "deliveredTokens", "unexpectedTokens",
        .. ReuseCauses.All.Select(ReuseCauses.NameOf),
        "bias", "meanAbsoluteError", "reportedRequests", "reportedError", "predictedRequests", "predictedError",
    ];

    public static string Write(AccuracyView view)
    {
        var text = new StringBuilder();
        DecisionCsv.AppendRow(text, s_header);
        AppendRow(text, "fleet", view.Fleet);
        foreach (var row in view.Rows)
        {
            AppendRow(text, row.Key, row.Totals);
        }

        return text.ToString();
    }

    private static void AppendRow(StringBuilder text, string key, AccuracyTotals t) => DecisionCsv.AppendRow(
        text,
        [
            key, t.Requests, t.Reporting, t.Prompt, t.Available, t.Captured, t.Delivered, t.Unexpected,
            .. ReuseCauses.All.Select(cause => (object?)t[cause]),
            t.Error.Bias, t.Error.MeanAbsolute, t.Reported.Requests, t.Reported.Share, t.Predicted.Requests, t.Predicted.Share,
        ]);
}
