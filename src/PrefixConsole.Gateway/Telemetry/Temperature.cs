namespace PrefixConsole.Gateway.Telemetry;

/// <summary>How a ready worker stands beside its fleet; see <see cref="WorkerTemperature"/>.</summary>
public enum Temperature
{
    /// <summary>Not ready, or what would tell is not known.</summary>
    Unknown,

    /// <summary>It holds hardly any prefixes yet.</summary>
    Cold,

    /// <summary>Neither.</summary>
    Warm,

    /// <summary>It carries clearly more than the others and has no room left.</summary>
    Hot,
}
