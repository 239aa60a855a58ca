namespace PrefixConsole.Storage.Writing;

/// <summary>How the store is doing.</summary>
public enum StoreStatus
{
    /// <summary>Configured to keep everything in memory.</summary>
    Off,

    /// <summary>Not opened yet.</summary>
    Opening,

    Ready,

    /// <summary>The database cannot be reached or written; what must be kept waits.</summary>
    Failing,
}
