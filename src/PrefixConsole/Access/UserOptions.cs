namespace PrefixConsole.Access;

/// <summary>An entry of <see cref="AccessOptions.Users"/>.</summary>
public sealed class UserOptions
{
    /// <value>1 to 64 characters without control characters, unique.</value>
    public string Name { get; set; } = "";

    /// <value>What <c>PrefixConsole hash-password</c> prints (PBKDF2, salted).</value>
    public string PasswordHash { get; set; } = "";

    /// <value>viewer, operator, admin or auditor.</value>
    public string Role { get; set; } = Roles.Viewer;
}
