using System.Globalization;
using System.Text;
using PrefixConsole.Api.Contracts;
using PrefixConsole.Gateway.Accuracy;
using PrefixConsole.Gateway.Telemetry;

namespace PrefixConsole.Api;

/// <summary>The decision log as CSV (RFC 4180). A cell that a spreadsheet would run as a formula gets an apostrophe in front.</summary>
internal static class DecisionCsv
{
    private static readonly string[] s_header =
    [
        "sequence", "id", "at", "model", "tenant", "path", "streaming", "strategy", "revision", "winner", "reason", "margin",
        "promptTokens", "availableTokens", "predictedCachedTokens", "retried", "statusCode", "served", "error",
        "timeToFirstTokenMs", "interTokenLatencyMs", "durationMs", "completionTokens", "cachedTokens",
        "capturedTokens", "unexpectedTokens", .. ReuseCauses.All.Select(c => "lost-" + ReuseCauses.NameOf(c)),
        "expectedCachedTokens", "firstFailure", "firstFailureStatus",
    ];

    public static void AppendHeader(StringBuilder text) => AppendRow(text, s_header);

    public static void AppendEntry(StringBuilder text, DecisionEntry entry)
    {
        var row = DecisionDto.From(entry);
        var outcome = row.Outcome;
        var account = entry.Outcome?.Account;
        AppendRow(
            text,
            [
                row.Sequence, row.Id, row.At.ToString("O", CultureInfo.InvariantCulture), row.Model, row.Tenant, row.Path, row.Streaming,
                row.Strategy, row.Revision, row.Winner, row.Reason, row.Margin, row.PromptTokens, row.AvailableTokens,
                row.PredictedCachedTokens, row.Retried, outcome?.StatusCode, outcome?.Served, outcome?.Error, outcome?.TimeToFirstTokenMs,
                outcome?.InterTokenLatencyMs, outcome?.DurationMs, outcome?.CompletionTokens, outcome?.CachedTokens,
                account?.Captured, account?.Unexpected, .. ReuseCauses.All.Select(c => (object?)account?[c]), row.ExpectedCachedTokens,
                row.FirstFailure, row.FirstFailureStatus,
            ]);
    }

    internal static string Cell(object? value)
    {
        if (value is not string text)
        {
            // Numbers are written by this class: a minus sign in front of one is no formula.
            return Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        }

        if (text is ['=' or '+' or '-' or '@' or '\t' or '\r', ..])
        {
            text = "'" + text;
        }

        return text.AsSpan().ContainsAny(",\"\r\n\t") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }

    internal static void AppendRow(StringBuilder text, ReadOnlySpan<object?> cells)
    {
        for (var i = 0; i < cells.Length; i++)
        {
            text.Append(i == 0 ? "" : ",").Append(Cell(cells[i]));
        }

        text.Append("\r\n");
    }
}
