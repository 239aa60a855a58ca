namespace PrefixConsole.Access;

/// <summary>Roles of users, and scopes of API tokens, in terms of permissions.</summary>
public static class Roles
{
    public const string Viewer = "viewer";

    public const string Operator = "operator";

    public const string Admin = "admin";

    public const string Auditor = "auditor";

    private static readonly Dictionary<string, Permissions> s_roles = new(StringComparer.Ordinal)
    {
        [Viewer] = Permissions.Read,
        [Operator] = Permissions.Read | Permissions.Operate | Permissions.Events,
        [Admin] = Permissions.Read | Permissions.Operate | Permissions.Administer | Permissions.Audit | Permissions.Events,
        [Auditor] = Permissions.Read | Permissions.Audit,
    };

    private static readonly Dictionary<string, Permissions> s_scopes = new(StringComparer.Ordinal)
    {
        ["read"] = Permissions.Read,
        ["operate"] = Permissions.Read | Permissions.Operate | Permissions.Events,
        ["admin"] = Permissions.Read | Permissions.Administer,
        ["audit"] = Permissions.Read | Permissions.Audit,
        // For engines: whoever takes one from a worker's machine sees nothing with it.
        ["events"] = Permissions.Events,
    };

    public static IReadOnlyCollection<string> Names => s_roles.Keys;

    public static IReadOnlyCollection<string> Scopes => s_scopes.Keys;

    public static Permissions? Of(string role) => s_roles.TryGetValue(role, out var permissions) ? permissions : null;

    public static Permissions? OfScope(string scope) => s_scopes.TryGetValue(scope, out var permissions) ? permissions : null;

    /// <summary>The role somebody without <paramref name="permission"/> would need, for messages.</summary>
    public static string Needed(Permissions permission) => permission switch
    {
        Permissions.Administer => Admin,
        Permissions.Audit => $"{Auditor} or {Admin}",
        Permissions.Operate or Permissions.Events => $"{Operator} or {Admin}",
        _ => Viewer,
    };
}
