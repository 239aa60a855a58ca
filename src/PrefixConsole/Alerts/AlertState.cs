namespace PrefixConsole.Alerts;

public enum AlertState
{
    /// <summary>Within its threshold.</summary>
    Ok,

    /// <summary>Beyond its threshold, not for long enough yet.</summary>
    Pending,

    Firing,
}
