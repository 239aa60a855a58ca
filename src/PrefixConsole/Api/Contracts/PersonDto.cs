using PrefixConsole.Access;

namespace PrefixConsole.Api.Contracts;

/// <summary>A user of the configuration; never a password's hash.</summary>
/// <param name="Name">As the audit log names that one.</param>
/// <param name="Role">viewer, operator, admin or auditor.</param>
public sealed record PersonDto(string Name, string Role)
{
    internal static PersonDto From(UserOptions user) => new(user.Name, user.Role);
}
