using PrefixConsole.Access;

namespace PrefixConsole.Operations;

/// <summary>Somebody tried what that one may not do; it is in the audit log.</summary>
public sealed class NotAllowedException(Permissions needed) : Exception($"This needs the role {Roles.Needed(needed)}.");
