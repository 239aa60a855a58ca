namespace PrefixConsole.Routing.KvEvents;

/// <summary>Where a block lies.</summary>
public enum CacheTier
{
    /// <summary>GPU memory; also what an event that names no medium means.</summary>
    Gpu,

    /// <summary>Host memory: CPU, CPU_PINNED.</summary>
    Cpu,

    /// <summary>DISK, STORAGE.</summary>
    Disk,

    /// <summary>A store shared with others: EXTERNAL, REMOTE.</summary>
    Remote,

    /// <summary>A medium with a name that is not known here. llm-d counts it as GPU; here it has a weight of its own.</summary>
    Unknown,
}
