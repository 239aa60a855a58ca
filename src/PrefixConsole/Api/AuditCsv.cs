using System.Globalization;
using System.Text;
using PrefixConsole.Storage.Model;

namespace PrefixConsole.Api;

/// <summary>The audit log as CSV, under the rules of <see cref="DecisionCsv"/>.</summary>
internal static class AuditCsv
{
    private static readonly string[] s_header = ["id", "at", "who", "role", "origin", "action", "target", "result", "note", "before", "after"];

    public static string Write(IEnumerable<AuditRow> rows)
    {
        var text = new StringBuilder();
        DecisionCsv.AppendRow(text, s_header);
        foreach (var r in rows)
        {
            DecisionCsv.AppendRow(
                text, [r.Id, r.At.ToString("O", CultureInfo.InvariantCulture), r.Who, r.Role, r.Origin, r.Action, r.Target, r.Result, r.Note, r.Before, r.After]);
        }

        return text.ToString();
    }
}
