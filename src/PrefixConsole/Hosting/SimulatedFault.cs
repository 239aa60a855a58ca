namespace PrefixConsole.Hosting;

/// <summary>What can be made to go wrong with a simulated worker.</summary>
internal enum SimulatedFault
{
    /// <summary>Everything is taken back.</summary>
    None,

    Restart,

    /// <summary>Batches of KV events are lost.</summary>
    DropEvents,

    /// <summary>The cache is lost and no event tells of it.</summary>
    ClearSilently,

    /// <summary>KV events are late.</summary>
    Lag,

    /// <summary>No KV events are published.</summary>
    StopEvents,
}
