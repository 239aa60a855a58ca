namespace PrefixConsole.Access;

/// <summary>What somebody may do in the console and the admin API. Never valid on the gateway.</summary>
[Flags]
public enum Permissions
{
    None = 0,

    /// <summary>See everything but the audit log and secrets.</summary>
    Read = 1,

    /// <summary>Change the strategy, the fleet, labels, alerts and the demo.</summary>
    Operate = 2,

    /// <summary>Create and revoke API tokens, and change what is kept.</summary>
    Administer = 4,

    /// <summary>Read the audit log.</summary>
    Audit = 8,

    /// <summary>Post KV events of workers.</summary>
    Events = 16,
}
