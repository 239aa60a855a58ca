using System.Globalization;
using PrefixConsole.Alerts;
using PrefixConsole.Components.Controls;

namespace PrefixConsole.Components.Pages.Alerts;

/// <summary>Alerts in words and signs; colour never alone.</summary>
internal static class AlertWords
{
    public static string State(AlertView view) => view switch
    {
        { Enabled: false } => "○ off",
        { State: AlertState.Firing, Silenced: true } => "◍ silenced",
        { State: AlertState.Firing } => "▲ firing",
        { State: AlertState.Pending } => "△ pending",
        { Value: null } => "– no metric",
        _ => "✓ ok",
    };

    public static string Class(AlertView view) => view switch
    {
        { Enabled: false } => "off",
        { State: AlertState.Firing, Silenced: true } => "silenced",
        { State: AlertState.Firing } => "firing",
        { State: AlertState.Pending } => "pending",
        { Value: null } => "off",
        _ => "ok",
    };

    /// <summary>In the rule's unit.</summary>
    public static string Value(AlertRule rule, double? value) => value is not { } known ? Figures.Missing
        : rule.IsPercent ? (known * 100).ToString("0.##", CultureInfo.InvariantCulture) + " %"
        : Figures.Number(Math.Round(known, 3)) + (rule.Unit.Length > 0 ? " " + rule.Unit : "");
}
