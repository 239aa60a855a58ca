using System.Text;
using PrefixConsole.Alerts;
using PrefixConsole.Api.Contracts;
using PrefixConsole.Storage.Model;

namespace PrefixConsole.Api;

/// <summary>Alert rules and their history as CSV, under the rules of <see cref="DecisionCsv"/>.</summary>
internal static class AlertCsv
{
    private static readonly string[] s_header = ["id", "title", "severity", "signal", "fires", "threshold", "forSeconds", "unit", "enabled", "state", "since", "value", "workers", "silencedUntil", "model"];

    private static readonly string[] s_history = ["id", "at", "rule", "state", "value", "threshold", "note"];

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
                    string.Join(' ', a.Workers), a.SilencedUntil?.ToString("O"), a.Model,
                ]);
        }

        return text.ToString();
    }

    public static string Write(IEnumerable<AlertRow> changes)
    {
        var text = new StringBuilder();
        DecisionCsv.AppendRow(text, s_history);
        foreach (var c in changes.Select(AlertChangeDto.From))
        {
            DecisionCsv.AppendRow(text, [c.Id, c.At.ToString("O"), c.Rule, c.State, c.Value, c.Threshold, c.Note]);
        }

        return text.ToString();
    }
}
