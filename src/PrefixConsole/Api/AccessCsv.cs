using System.Globalization;
using System.Text;
using PrefixConsole.Access;
using PrefixConsole.Api.Contracts;

namespace PrefixConsole.Api;

/// <summary>Who may come in as CSV, under the rules of <see cref="DecisionCsv"/>.</summary>
internal static class AccessCsv
{
    public static string Write(IEnumerable<PersonDto> people) => Rows(["name", "role"], people.Select(p => (object?[])[p.Name, p.Role]));

    public static string Write(IEnumerable<GatewayKeyDto> keys) =>
        Rows(["name", "tenant", "models"], keys.Select(k => (object?[])[k.Name, k.Tenant, string.Join(' ', k.Models)]));

    public static string Write(IEnumerable<TokenView> tokens) => Rows(
        ["name", "scopes", "by", "at", "lastUsed", "expiresAt", "earlierUntil", "earlierUsed"],
        tokens.Select(t => (object?[])
            [t.Name, string.Join(' ', t.Scopes), t.By, Time(t.At), Time(t.LastUsed), Time(t.ExpiresAt), Time(t.EarlierUntil), Time(t.EarlierUsed)]));

    private static string Rows(string[] header, IEnumerable<object?[]> rows)
    {
        var text = new StringBuilder();
        DecisionCsv.AppendRow(text, header);
        foreach (var row in rows)
        {
            DecisionCsv.AppendRow(text, row);
        }

        return text.ToString();
    }

    private static string? Time(DateTimeOffset? at) => at?.ToString("O", CultureInfo.InvariantCulture);
}
