namespace PrefixConsole.Access;

/// <summary>Names of authorization policies, one per permission.</summary>
internal static class AccessPolicies
{
    public const string Read = nameof(Permissions.Read);

    public const string Operate = nameof(Permissions.Operate);

    public const string Administer = nameof(Permissions.Administer);

    public const string Events = nameof(Permissions.Events);

    public const string Audit = nameof(Permissions.Audit);
}
