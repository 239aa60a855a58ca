namespace PrefixConsole.Simulation.KvEvents;

/// <summary>How a simulated worker publishes its KV events.</summary>
public sealed record KvEventOptions
{
    /// <value>Default <see cref="KvEventForm.VllmMap"/>.</value>
    public KvEventForm Form { get; init; }

    /// <summary>First frame of every message.</summary>
    /// <value>Default empty.</value>
    public string Topic { get; init; } = "";

    /// <summary>Data-parallel rank named in every batch.</summary>
    /// <value>Default 0.</value>
    public int Rank { get; init; }

    /// <value>Default 0: a free port. A restarted worker keeps its port.</value>
    public int Port { get; init; }

    /// <summary>Keep the last batches and send them again to whoever asks.</summary>
    /// <value>Default true.</value>
    public bool Replay { get; init; } = true;

    /// <value>Default 0: a free port. A restarted worker keeps its port.</value>
    public int ReplayPort { get; init; }

    /// <summary>Replayed messages name the topic, as vLLM from 0.26 does. SGLang never does.</summary>
    /// <value>Default false.</value>
    public bool ReplayWithTopic { get; init; }
}
