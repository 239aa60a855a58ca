using System.Globalization;
using System.Text;
using PrefixConsole.Storage.Model;

namespace PrefixConsole.Api;

/// <summary>The audit log as CSV, under the rules of <see cref="DecisionCsv"/>.</summary>
internal static class AuditCsv
{
    private static readonly string[] s_header = ["id", "at", "who", "role", "origin", "action", "target", "result", "note", "before", "after"];

    public static void AppendHeader(StringBuilder text) => DecisionCsv.AppendRow(text, s_header);

    public static void AppendEntry(StringBuilder text, AuditRow row) => DecisionCsv.AppendRow(
        text, [row.Id, row.At.ToString("O", CultureInfo.InvariantCulture), row.Who, row.Role, row.Origin, row.Action, row.Target, row.Result, row.Note, row.Before, row.After]);
}
