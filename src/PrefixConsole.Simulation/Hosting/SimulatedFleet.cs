using System.Net;
using PrefixConsole.Simulation.Engine;
using PrefixConsole.Simulation.KvEvents;
using PrefixConsole.Simulation.Tokenization;

namespace PrefixConsole.Simulation.Hosting;

/// <summary>The workers of <see cref="DemoFleetOptions"/>, sharing one tokenizer.</summary>
public sealed class SimulatedFleet : IAsyncDisposable
{
    private readonly DemoFleetOptions _options;
    private readonly TimeProvider _time;
    private List<SimulatedWorker> _workers = [];

    /// <param name="options">Validated.</param>
    /// <param name="time">Clock of the engines.</param>
    public SimulatedFleet(DemoFleetOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
    }

    /// <summary>The workers, in order of their ids sim-1, sim-2 …; empty before the start.</summary>
    public IReadOnlyList<SimulatedWorker> Workers => _workers;

    /// <summary>Starts every worker; on failure stops those that did start. Later calls return the same workers.</summary>
    public async Task<IReadOnlyList<SimulatedWorker>> StartAsync(CancellationToken cancellationToken = default)
    {
        if (_workers.Count > 0)
        {
            return _workers;
        }

        var tokenizer = new PromptTokenizer();
        var words = new WordTokenSource();
        var started = new List<SimulatedWorker>();
        try
        {
            for (var i = 0; i < _options.Workers; i++)
            {
                var worker = new SimulatedWorker(Describe(i), tokenizer, words, _time);
                started.Add(worker);
                await worker.StartAsync(cancellationToken);
            }
        }
        catch
        {
            await StopAsync(started);
            throw;
        }

        return _workers = started;
    }

    public async ValueTask DisposeAsync()
    {
        var workers = _workers;
        _workers = [];
        await StopAsync(workers);
    }

    private static Task StopAsync(IEnumerable<SimulatedWorker> workers) =>
        Task.WhenAll(workers.Select(worker => worker.DisposeAsync().AsTask()));

    private KvEventOptions DescribeEvents(int index)
    {
        var form = _options.EventForms.Count == 0 ? KvEventForm.VllmMap : _options.EventForms[index % _options.EventForms.Count];
        var port = _options.FirstEventsPort == 0 ? 0 : _options.FirstEventsPort + (2 * index);
        return new KvEventOptions
        {
            Form = form,
            Topic = "kv-events",
            Port = port,
            ReplayPort = port == 0 ? 0 : port + 1,
            Replay = _options.EventReplay,
            ReplayWithTopic = form == KvEventForm.VllmMap,
        };
    }

    private SimulatedWorkerOptions Describe(int index) => new()
    {
        Id = $"sim-{index + 1}",
        Model = _options.Model,
        Adapters = [.. _options.Adapters],
        Host = IPAddress.Parse(_options.Host),
        Port = _options.FirstPort == 0 ? 0 : _options.FirstPort + index,
        Engine = new EngineOptions
        {
            Blocks = _options.Blocks,
            BlockSize = _options.BlockSize,
            SpeedFactor = _options.SpeedFactor,
            Seed = _options.Seed,
        },
        Metrics = _options.MetricsDialects.Count == 0 ? MetricsDialect.Vllm : _options.MetricsDialects[index % _options.MetricsDialects.Count],
        KvEvents = _options.KvEvents ? DescribeEvents(index) : null,
    };
}
