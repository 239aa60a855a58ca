using PrefixConsole.Access;
using PrefixConsole.Gateway.Configuration;
using PrefixConsole.Storage.Model;

namespace PrefixConsole.Operations;

/// <summary>What the audit log says of API tokens; never a secret.</summary>
internal static class TokenReports
{
    public static ActReport Of(FieldError? error, IReadOnlyList<string> scopes, DateTimeOffset? expiresAt) => error is null
        ? new ActReport(AuditResults.Done, After: new { Scopes = scopes, ExpiresAt = expiresAt })
        : new ActReport(AuditResults.Invalid, $"{error.Field}: {error.Message}");

    /// <summary>What a token made in the console may do, and who made it or rotated it last; null when there is none.</summary>
    public static Func<object?> StateOf(TokenBook tokens, string name) => () => tokens.Tokens.FirstOrDefault(t => t.Name == name && t.At is not null) is { } token
        ? new { token.Name, token.Scopes, token.By, token.At, token.ExpiresAt }
        : null;

    /// <summary>Of a rotation; neither secret nor error: there is no such token.</summary>
    public static ActReport OfRotate((string? Secret, FieldError? Error) made, int? overlapMinutes) => made switch
    {
        { Error: { } error } => new ActReport(AuditResults.Invalid, $"{error.Field}: {error.Message}"),
        { Secret: null } => ActReport.NoTarget,
        _ => new ActReport(AuditResults.Done, After: new { OverlapMinutes = overlapMinutes }),
    };
}
