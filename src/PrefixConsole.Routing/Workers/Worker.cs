using System.Collections.Immutable;

namespace PrefixConsole.Routing.Workers;

/// <summary>
/// A registered worker: a long-lived identity with volatile snapshots. Readers take each snapshot once; only the registry and
/// the health checks write.
/// </summary>
public sealed class Worker
{
    private volatile WorkerConfig _config;
    private volatile WorkerMetrics? _metrics;
    private volatile WorkerState _state;
    private volatile ServedModels _served;
    private volatile bool _removed;

    internal Worker(WorkerConfig config, int slot, WorkerState state)
    {
        _config = config;
        Slot = slot;
        _state = state;
        _served = new ServedModels(config.Models, config.Adapters);
    }

    public WorkerId Id => _config.Id;

    /// <summary>Position in the bitmaps of the prefix indexes: 0 to <see cref="WorkerRegistry.MaxWorkers"/> − 1, reused after removal.</summary>
    public int Slot { get; }

    public WorkerConfig Config => _config;

    /// <summary>It has left the registry and does not come back.</summary>
    public bool IsRemoved => _removed;

    public WorkerState State => _state;

    public WorkerStatus Status => _state.Status;

    /// <summary>Null until the first successful scrape.</summary>
    public WorkerMetrics? Metrics => _metrics;

    public WorkerLoad Load { get; } = new();

    /// <summary>Models and adapters this worker answers for: the configured ones, else those it listed itself.</summary>
    public ServedModels Served => _served;

    /// <summary>Tokens per KV block: reported by the engine, else configured, else null.</summary>
    public int? BlockSize => _metrics?.BlockSize ?? _config.BlockSize;

    /// <summary>KV blocks: reported by the engine, else configured, else null.</summary>
    public int? KvBlocks => _metrics?.KvBlocks ?? _config.KvBlocks;

    public void SetMetrics(WorkerMetrics metrics) => _metrics = metrics;

    /// <summary>Records what the worker's <c>/v1/models</c> listed; configured models win over it.</summary>
    public void SetListedModels(ImmutableArray<string> models, ImmutableArray<string> adapters)
    {
        var config = _config;
        _served = new ServedModels(
            config.Models.IsEmpty ? models : config.Models,
            config.Adapters.IsEmpty ? adapters : config.Adapters);
    }

    internal void SetState(WorkerState state) => _state = state;

    internal void MarkRemoved() => _removed = true;

    internal void SetConfig(WorkerConfig config) => _config = config;
}
