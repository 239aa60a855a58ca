using System.Net;
using PrefixConsole.Simulation.Engine;
using PrefixConsole.Simulation.KvEvents;
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
    private readonly KvFaults _kvFaults = new();
    private volatile WorkerRun? _run;
    private Uri? _address;
    private KvPublisherOptions? _kvEvents;
    private volatile bool _eventsStopped;

    public SimulatedWorker(SimulatedWorkerOptions options, PromptTokenizer tokenizer, WordTokenSource words, TimeProvider time)
    {
        _options = options;
        _kvEvents = options.KvEvents;
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

    /// <summary>Where it publishes KV events, such as <c>tcp://127.0.0.1:5557</c>; null when it does not. Known from the first start on.</summary>
    public string? EventsAddress => _kvEvents is { Port: > 0 } events ? Tcp(events, events.Port) : null;

    /// <summary>Where missed batches can be asked for; null for nowhere.</summary>
    public string? ReplayAddress => _kvEvents is { ReplayPort: > 0 } events ? Tcp(events, events.ReplayPort) : null;

    /// <summary>Prefix of its events' topics.</summary>
    public string EventsTopic => _kvEvents?.Topic ?? "";

    /// <summary>What is wrong with it on purpose, in words; empty when nothing is.</summary>
    public IReadOnlyList<string> Faults
    {
        get
        {
            List<string> faults = [];
            if (_kvFaults.Dropping is > 0 and var left)
            {
                faults.Add(FormattableString.Invariant($"loses {left} batches of events"));
            }

            if (_kvFaults.Lag > TimeSpan.Zero)
            {
                faults.Add(FormattableString.Invariant($"publishes events {_kvFaults.Lag.TotalSeconds:0.###} s late"));
            }

            if (_eventsStopped)
            {
                faults.Add("publishes no events");
            }

            return faults;
        }
    }

    /// <summary>The engine's numbers; null while stopped.</summary>
    public EngineSnapshot? Engine => _run?.Loop.Engine.Read();

    /// <summary>Listens on its port with an empty cache; does nothing if it runs already.</summary>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        await _lifecycle.WaitAsync(cancellationToken);
        try
        {
            if (_run is null)
            {
                var listen = new IPEndPoint(_options.Host, _address?.Port ?? _options.Port);
                var run = await WorkerRun.StartAsync(_options with { KvEvents = _kvEvents }, listen, _faults, _kvFaults, _tokenizer, _words, _time, cancellationToken);
                _address = run.Address;
                if (run.Publisher is { } publisher)
                {
                    _kvEvents = _kvEvents! with { Port = publisher.Port, ReplayPort = publisher.ReplayPort };
                }

                _eventsStopped = false;
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

    /// <summary>The next batches of KV events are numbered and lost.</summary>
    /// <param name="batches">How many.</param>
    /// <param name="healable">They can still be replayed.</param>
    public void DropEvents(int batches, bool healable)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(batches);
        _kvFaults.Drop(batches, healable);
    }

    /// <summary>KV events are published this much later than they happen.</summary>
    public void LagEvents(TimeSpan lag)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(lag, TimeSpan.Zero);
        _kvFaults.Lag = lag;
    }

    /// <summary>No KV events are published, and subscribers lose their connection, until <see cref="ResumeEvents"/> or a restart.</summary>
    public void StopEvents()
    {
        _eventsStopped = _run?.Publisher is not null;
        _run?.Publisher?.Stop();
    }

    public void ResumeEvents()
    {
        _eventsStopped = false;
        _run?.Publisher?.Resume();
    }

    /// <summary>The cache is lost and no event tells of it. Blocks of running requests stay.</summary>
    /// <returns>Blocks lost.</returns>
    public int ClearCacheSilently() => _run?.Loop.Engine.LosePrefixCache() ?? 0;

    /// <summary>Takes every fault back and lets paused requests go on; hanging ones hang until their client leaves.</summary>
    public void ClearFaults()
    {
        _faults.Clear();
        _kvFaults.Clear();
        if (_eventsStopped)
        {
            ResumeEvents();
        }
    }

    private static string Tcp(KvPublisherOptions events, int port) => FormattableString.Invariant($"tcp://{new IPEndPoint(events.Host, port)}");

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _lifecycle.Dispose();
    }
}
