namespace PrefixConsole.Storage.Model;

/// <summary>Values of <see cref="AuditRow.Result"/>.</summary>
public static class AuditResults
{
    public const string Done = "done";

    /// <summary>Not allowed to.</summary>
    public const string Refused = "refused";

    /// <summary>The input was not valid.</summary>
    public const string Invalid = "invalid";

    /// <summary>Somebody else came first.</summary>
    public const string Conflict = "conflict";

    public const string Failed = "failed";

    public static IReadOnlyList<string> All { get; } = [Done, Refused, Invalid, Conflict, Failed];
}
