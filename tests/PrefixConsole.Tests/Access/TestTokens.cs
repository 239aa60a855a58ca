using PrefixConsole.Access;

namespace PrefixConsole.Tests.Access;

/// <summary>API tokens that the tests' apps accept, one per kind of reader, and a store in memory.</summary>
internal static class TestTokens
{
    public const string Admin = "pfx_admin";
    public const string Viewer = "pfx_viewer";
    public const string Operator = "pfx_operator";
    public const string Auditor = "pfx_auditor";

    public static IReadOnlyDictionary<string, string?> Settings { get; } = new Dictionary<string, string?>(
    [
        new("Storage:Provider", "none"),
        .. Token(0, "admin", Admin, "read", "operate", "admin", "audit"),
        .. Token(1, "viewer", Viewer, "read"),
        .. Token(2, "operator", Operator, "operate"),
        .. Token(3, "auditor", Auditor, "audit"),
    ]);

    public static IEnumerable<string> Arguments => Settings.Where(s => s.Key != "Storage:Provider").Select(s => $"--{s.Key}={s.Value}");

    private static IEnumerable<KeyValuePair<string, string?>> Token(int index, string name, string secret, params string[] scopes)
    {
        yield return new($"Access:Tokens:{index}:Name", name);
        yield return new($"Access:Tokens:{index}:Hash", TokenBook.HashOf(secret));
        for (var i = 0; i < scopes.Length; i++)
        {
            yield return new($"Access:Tokens:{index}:Scopes:{i}", scopes[i]);
        }
    }
}
