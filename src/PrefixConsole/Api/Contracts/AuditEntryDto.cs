using System.Text.Json;
using PrefixConsole.Storage.Model;

namespace PrefixConsole.Api.Contracts;

/// <summary>An entry of the audit log.</summary>
/// <param name="Id">Rising; <c>before</c> of the next page.</param>
/// <param name="At">When.</param>
/// <param name="Who">User, API token, or the program itself.</param>
/// <param name="Role">Role or scopes.</param>
/// <param name="Origin">Where from.</param>
/// <param name="Action">What, as noun.verb.</param>
/// <param name="Target">On what.</param>
/// <param name="Result">done, refused, invalid, conflict or failed.</param>
/// <param name="Note">Reason, or why not.</param>
/// <param name="Before">State before; null when there was none.</param>
/// <param name="After">State after; null when nothing changed.</param>
public sealed record AuditEntryDto(
    Guid Id, DateTimeOffset At, string Who, string Role, string Origin, string Action, string Target, string Result, string Note, JsonElement? Before, JsonElement? After)
{
    internal static AuditEntryDto From(AuditRow row) => new(
        row.Id, row.At, row.Who, row.Role, row.Origin, row.Action, row.Target, row.Result, row.Note, Json(row.Before), Json(row.After));

    private static JsonElement? Json(string? text) => text is null ? null : JsonSerializer.Deserialize<JsonElement>(text);
}
