using PrefixConsole.Gateway.Configuration;
using PrefixConsole.Storage.Model;

namespace PrefixConsole.Operations;

/// <summary>What the audit log says of API tokens; never a secret.</summary>
internal static class TokenReports
{
    public static ActReport Of(FieldError? error, IReadOnlyList<string> scopes, DateTimeOffset? expiresAt) => error is null
        ? new ActReport(AuditResults.Done, After: new { Scopes = scopes, ExpiresAt = expiresAt })
        : new ActReport(AuditResults.Invalid, $"{error.Field}: {error.Message}");

    /// <summary>Of a rotation; neither secret nor error: there is no such token.</summary>
    public static ActReport OfRotate((string? Secret, FieldError? Error) made, int? overlapMinutes) => made switch
    {
        { Error: { } error } => new ActReport(AuditResults.Invalid, $"{error.Field}: {error.Message}"),
        { Secret: null } => ActReport.Of(false),
        _ => new ActReport(AuditResults.Done, After: new { OverlapMinutes = overlapMinutes }),
    };
}
