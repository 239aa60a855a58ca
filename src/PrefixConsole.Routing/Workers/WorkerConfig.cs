using System.Collections.Immutable;

namespace PrefixConsole.Routing.Workers;

/// <summary>What the operator said of a worker. Replaced whole on change.</summary>
public sealed record WorkerConfig
{
    public required WorkerId Id { get; init; }

    /// <summary>Base address of the worker's OpenAI API, http or https, without <c>/v1</c>.</summary>
    public required Uri Address { get; init; }

    /// <summary>Models it serves. Empty: taken from the worker's <c>/v1/models</c>.</summary>
    public ImmutableArray<string> Models { get; init; } = [];

    /// <summary>LoRA adapters it serves besides <see cref="Models"/>; requested by name in the request's <c>model</c>.</summary>
    public ImmutableArray<string> Adapters { get; init; } = [];

    public WorkerRole Role { get; init; }

    /// <summary>A worker of the embedded fleet: shown as simulated everywhere.</summary>
    public bool Simulated { get; init; }

    /// <summary>Who added it at runtime. Null: it is in the configuration, or of the embedded fleet.</summary>
    public WorkerOrigin? Added { get; init; }

    /// <summary>KV blocks of the engine, when it does not report them. Null: unknown.</summary>
    public int? KvBlocks { get; init; }

    /// <summary>Tokens per KV block, when the engine does not report it. Null: unknown.</summary>
    public int? BlockSize { get; init; }

    /// <summary>What engine it is, when that is not to be found out.</summary>
    public EngineKind Engine { get; init; }

    /// <summary>Where its metrics are. Null: at <c>/metrics</c> of <see cref="Address"/>, or where its engine has them.</summary>
    public Uri? MetricsAddress { get; init; }

    /// <summary>Where it publishes KV events. Null: it does not, or sends them to the admin API.</summary>
    public KvEventSource? KvEvents { get; init; }
}
