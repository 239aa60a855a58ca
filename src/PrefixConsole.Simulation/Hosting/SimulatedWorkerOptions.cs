using System.Net;
using PrefixConsole.Simulation.Engine;
using PrefixConsole.Simulation.KvEvents;

namespace PrefixConsole.Simulation.Hosting;

/// <summary>One simulated worker.</summary>
public sealed record SimulatedWorkerOptions
{
    public required string Id { get; init; }

    /// <summary>Name of the base model.</summary>
    public required string Model { get; init; }

    /// <summary>LoRA adapters it serves, each under its own model name.</summary>
    /// <value>Default none.</value>
    public IReadOnlyList<string> Adapters { get; init; } = [];

    /// <value>Default 127.0.0.1.</value>
    public IPAddress Host { get; init; } = IPAddress.Loopback;

    /// <value>Default 0: a free port. A restarted worker keeps its port.</value>
    public int Port { get; init; }

    /// <summary>How it publishes its KV events; null for not at all.</summary>
    /// <value>Default null.</value>
    public KvEventOptions? KvEvents { get; init; }

    public EngineOptions Engine { get; init; } = new();

    /// <summary>Under whose names it shows its numbers.</summary>
    /// <value>Default vLLM's.</value>
    public MetricsDialect Metrics { get; init; }
}
