using System.Net;
using PrefixConsole.Simulation.Engine;
using PrefixConsole.Simulation.Tokenization;

namespace PrefixConsole.Simulation.Hosting;

/// <summary>
/// A simulated engine behind its own HTTP listener, with vLLM's endpoints, and switches that make it fail. It can be stopped and
/// started again on the same port, then with an empty cache.
/// </summary>
public sealed class SimulatedWorker : IAsyncDisposable
{
    private readonly SemaphoreSlim _lifecycle = new(1, 1);
    private readonly SimulatedWorkerOptions _options;
    private readonly PromptTokenizer _tokenizer;
    private readonly WordTokenSource _words;
    private readonly TimeProvider _time;
    private readonly WorkerFaults _faults = new();
    private volatile WorkerRun? _run;
    private Uri? _address;

    public SimulatedWorker(SimulatedWorkerOptions options, PromptTokenizer tokenizer, WordTokenSource words, TimeProvider time)
    {
        _options = options;
        _tokenizer = tokenizer;
        _words = words;
        _time = time;
    }

    public string Id => _options.Id;

    public string Model => _options.Model;

    public IReadOnlyList<string> Adapters => _options.Adapters;

    public int Blocks => _options.Engine.Blocks;

    public int BlockSize => _options.Engine.BlockSize;

    public bool Running => _run is not null;

    /// <summary>Where it listens, or listened last; known from the first start on.</summary>
    public Uri Address => _address ?? throw new InvalidOperationException($"Worker {Id} has not been started.");

    /// <summary>Where it publishes KV events, or did last; null if it does not or has not been started.</summary>
    public Uri? EventsAddress { get; private set; }

    /// <summary>Where it answers requests for past events, or did last; null if it does not or has not been started.</summary>
    public Uri? ReplayAddress { get; private set; }

    /// <summary>What is wrong with its events on purpose, in words; empty when nothing is.</summary>
    public IReadOnlyList<string> Faults
    {
        get
        {
            List<string> faults = [];
            var events = _faults.Events;
            if (events.Drops is > 0 and var left)
            {
                faults.Add(FormattableString.Invariant($"loses {left} batches of events"));
            }

            if (events.Lag > TimeSpan.Zero)
            {
                faults.Add(FormattableString.Invariant($"publishes events {events.Lag.TotalSeconds:0.###} s late"));
            }

            if (events.Stopped)
            {
                faults.Add("publishes no events");
            }

            return faults;
        }
    }

    /// <summary>The engine's numbers; null while stopped.</summary>
    public EngineSnapshot? Engine => _run?.Loop.Engine.Read();

    /// <summary>Hashes of the cached blocks; empty while stopped.</summary>
    internal IReadOnlySet<ulong> CachedHashes => _run?.Loop.Engine.CachedHashes() ?? new HashSet<ulong>();

    /// <summary>Listens on its port with an empty cache; does nothing if it runs already.</summary>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        await _lifecycle.WaitAsync(cancellationToken);
        try
        {
            if (_run is null)
            {
                var listen = new IPEndPoint(_options.Host, _address?.Port ?? _options.Port);
                var run = await WorkerRun.StartAsync(WithKeptPorts(), listen, _faults, _tokenizer, _words, _time, cancellationToken);
                _address = run.Address;
                EventsAddress = run.Publisher?.Address;
                ReplayAddress = run.Publisher?.ReplayAddress;
                _run = run;
            }
        }
        finally
        {
            _lifecycle.Release();
        }
    }

    /// <summary>Breaks every open request off and closes the port, as a crash would.</summary>
    public async Task StopAsync()
    {
        await _lifecycle.WaitAsync();
        try
        {
            if (_run is { } run)
            {
                _run = null;
                await run.DisposeAsync();
            }
        }
        finally
        {
            _lifecycle.Release();
        }
    }

    /// <summary>Stops and starts again on the same port with an empty cache.</summary>
    public async Task RestartAsync(CancellationToken cancellationToken = default)
    {
        await StopAsync();
        await StartAsync(cancellationToken);
    }

    /// <summary>From now on no request, not even of <c>/health</c>, gets an answer, until <see cref="Resume"/>; then all of them do.</summary>
    public void Pause() => _faults.Pause();

    public void Resume() => _faults.Resume();

    /// <summary>Generation requests are taken and never answered; other endpoints work.</summary>
    public void HangFirstByte() => _faults.Hang = true;

    /// <summary>Generation requests get this status and an error body.</summary>
    public void FailWith(int status)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(status, 400);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(status, 599);
        _faults.Status = status;
    }

    /// <summary>Answers break off after this many tokens, the connection with them.</summary>
    public void DieMidStream(int chunks)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(chunks);
        _faults.DieAfterChunks = chunks;
    }

    /// <summary>The next batches of KV events get numbers but are never published.</summary>
    /// <param name="batches">How many; 0 takes the fault back.</param>
    /// <param name="healable">A replay still has them.</param>
    public void DropEvents(int batches, bool healable = true)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(batches);
        _faults.Events.Drop(batches, healable);
    }

    /// <summary>The cached blocks that no request holds vanish with no event; says how many.</summary>
    public int ClearCacheSilently() => _run?.Loop.Engine.LosePrefixCache() ?? 0;

    /// <summary>Batches of KV events are published this late.</summary>
    public void LagEvents(TimeSpan lag)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(lag, TimeSpan.Zero);
        _faults.Events.Lag = lag;
        _run?.Publisher?.Poke();
    }

    /// <summary>Closes the publishing socket. Batches are numbered on and kept for replay, which is still answered.</summary>
    public void StopEvents() => SetEventsStopped(true);

    /// <summary>Publishes again, on the same port.</summary>
    public void ResumeEvents() => SetEventsStopped(false);

    /// <summary>Takes every fault back and lets paused requests go on; hanging ones hang until their client leaves.</summary>
    public void ClearFaults()
    {
        _faults.Clear();
        _run?.Publisher?.Poke();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _lifecycle.Dispose();
    }

    private void SetEventsStopped(bool stopped)
    {
        _faults.Events.Stopped = stopped;
        _run?.Publisher?.Poke();
    }

    private SimulatedWorkerOptions WithKeptPorts() => _options.KvEvents is { } events && EventsAddress is { } address
        ? _options with { KvEvents = events with { Port = address.Port, ReplayPort = ReplayAddress?.Port ?? 0 } }
        : _options;
}
