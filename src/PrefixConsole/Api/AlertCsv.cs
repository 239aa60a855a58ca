using System.Text;
using PrefixConsole.Alerts;
using PrefixConsole.Api.Contracts;

namespace PrefixConsole.Api;

/// <summary>Alert rules as CSV, under the rules of <see cref="DecisionCsv"/>.</summary>
internal static class AlertCsv
{
    private static readonly string[] s_header = ["id", "title", "severity", "signal", "fires", "threshold", "forSeconds", "unit", "enabled", "state", "since", "value", "workers", "silencedUntil"];

    public static string Write(IEnumerable<AlertView> views)
    {
        var text = new StringBuilder();
        DecisionCsv.AppendRow(text, s_header);
        foreach (var a in views.Select(AlertDto.From))
        {
            DecisionCsv.AppendRow(
                text,
                [
                    a.Id, a.Title, a.Severity, a.Signal, a.Fires, a.Threshold, a.ForSeconds, a.Unit, a.Enabled, a.State, a.Since?.ToString("O"), a.Value,
                    string.Join(' ', a.Workers), a.SilencedUntil?.ToString("O"),
                ]);
        }

        return text.ToString();
    }
}
