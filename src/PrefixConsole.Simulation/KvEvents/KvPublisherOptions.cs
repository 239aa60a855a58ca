using System.Net;

namespace PrefixConsole.Simulation.KvEvents;

/// <summary>How a worker publishes its KV events.</summary>
public sealed record KvPublisherOptions
{
    /// <value>Default as vLLM sends today.</value>
    public KvEventForm Form { get; init; } = KvEventForm.VllmMap;

    /// <value>Default 0: a free port. A restarted worker keeps its ports.</value>
    public int Port { get; init; }

    /// <value>Default 0: a free port.</value>
    public int ReplayPort { get; init; }

    /// <summary>Answer requests for batches that were missed.</summary>
    /// <value>Default true.</value>
    public bool Replay { get; init; } = true;

    /// <summary>Replay as vLLM before 0.26 and SGLang do: without the topic.</summary>
    /// <value>Default false.</value>
    public bool ShortReplay { get; init; }

    /// <value>Default kv-events.</value>
    public string Topic { get; init; } = "kv-events";

    /// <value>Default 127.0.0.1.</value>
    public IPAddress Host { get; init; } = IPAddress.Loopback;

    /// <summary>Batches kept for replay.</summary>
    /// <value>Default 10,000, as vLLM's <c>buffer_steps</c>.</value>
    public int BufferSteps { get; init; } = 10_000;
}
