namespace PrefixConsole.Gateway.Telemetry;

/// <summary>What of a worker changed.</summary>
public enum WorkerEventKind
{
    /// <summary>Pending, ready, not ready, draining.</summary>
    Status,

    /// <summary>How far its reports can be relied on.</summary>
    Trust,

    /// <summary>Hot, warm, cold.</summary>
    Temperature,
}
