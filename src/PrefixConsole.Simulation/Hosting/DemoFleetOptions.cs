using PrefixConsole.Simulation.KvEvents;

namespace PrefixConsole.Simulation.Hosting;

/// <summary>The embedded fleet of simulated workers, section <see cref="SectionName"/>.</summary>
public sealed class DemoFleetOptions
{
    public const string SectionName = "DemoFleet";

    /// <summary>Start the fleet with the application.</summary>
    /// <value>Default true.</value>
    public bool Enabled { get; set; } = true;

    /// <summary>How many workers.</summary>
    /// <value>Default 4; 1 to 64.</value>
    public int Workers { get; set; } = 4;

    /// <summary>Name of the model that all of them serve.</summary>
    /// <value>Default demo-8b; not empty.</value>
    public string Model { get; set; } = "demo-8b";

    /// <summary>LoRA adapters that all of them serve.</summary>
    /// <value>Default none; names differ from each other and from the model's.</value>
    public IList<string> Adapters { get; set; } = [];

    /// <summary>KV blocks per worker.</summary>
    /// <value>Default 4096; 16 to 1,000,000.</value>
    public int Blocks { get; set; } = 4096;

    /// <summary>Tokens per block.</summary>
    /// <value>Default 16; 1 to 1024.</value>
    public int BlockSize { get; set; } = 16;

    /// <summary>How much faster than the modelled GPU.</summary>
    /// <value>Default 10; above 0, up to 10,000.</value>
    public double SpeedFactor { get; set; } = 10;

    /// <summary>Seed of the answers.</summary>
    /// <value>Default 1.</value>
    public int Seed { get; set; } = 1;

    /// <summary>Publish KV events.</summary>
    /// <value>Default true.</value>
    public bool KvEvents { get; set; } = true;

    /// <summary>How events are spelled, worker by worker and then from the start again: VllmMap, VllmArray, Sglang.</summary>
    /// <value>Default none: all of them VllmMap.</value>
    public IList<KvEventForm> EventForms { get; set; } = [];

    /// <summary>Answer requests for events that were missed.</summary>
    /// <value>Default true.</value>
    public bool EventReplay { get; set; } = true;

    /// <summary>Port of the first worker's events; its replay has the one after it, the other workers follow in twos. 0 lets the system choose.</summary>
    /// <value>Default 0; else 1 to 65535 with room for all workers.</value>
    public int FirstEventsPort { get; set; }

    /// <summary>Under whose names numbers stand at <c>/metrics</c>, worker by worker and then from the start again.</summary>
    /// <value>Default none: all of them Vllm; else Vllm, Sglang, TrtLlmServe, TritonTrtLlm, LlamaCpp.</value>
    public IList<MetricsDialect> MetricsDialects { get; set; } = [];

    /// <summary>IP address to listen on.</summary>
    /// <value>Default 127.0.0.1.</value>
    public string Host { get; set; } = "127.0.0.1";

    /// <summary>Port of the first worker, the others follow; 0 lets the system choose.</summary>
    /// <value>Default 0; else 1 to 65535 with room for all workers.</value>
    public int FirstPort { get; set; }
}
