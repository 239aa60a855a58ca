namespace PrefixConsole.Simulation.Workload;

/// <summary>The built-in demo traffic, section <see cref="SectionName"/>.</summary>
public sealed class DemoTrafficOptions
{
    public const string SectionName = "DemoTraffic";

    /// <summary>Start the traffic with the application; it can be started and stopped at any time.</summary>
    /// <value>Default true.</value>
    public bool Enabled { get; set; } = true;

    /// <summary>Mean rate of the Poisson arrivals.</summary>
    /// <value>Default 5; 0.1 to 200.</value>
    public double RequestsPerSecond { get; set; } = 5;

    /// <summary>Seed of arrivals and contents.</summary>
    /// <value>Default 1.</value>
    public int Seed { get; set; } = 1;

    /// <summary>Most requests under way; arrivals beyond it are left out.</summary>
    /// <value>Default 64; 1 to 1024.</value>
    public int MaxConcurrent { get; set; } = 64;
}
