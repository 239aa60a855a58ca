using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using PrefixConsole.Gateway.Configuration;
using PrefixConsole.Gateway.KvEvents;
using PrefixConsole.Routing.KvEvents;
using PrefixConsole.Routing.PrefixIndex;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.Tests.KvEvents;

/// <summary>A reader without a socket and without a task: the test puts messages in and has them handled.</summary>
internal sealed class ReaderBench : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly KvEventMetrics _metrics;
    private readonly KvReplays _replays;

    public ReaderBench()
    {
        _metrics = new KvEventMetrics(_services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>());
        _replays = new KvReplays(Options.Create(new GatewayOptions()), TimeProvider.System, _metrics, NullLogger<KvReplays>.Instance);
        var registry = new WorkerRegistry(TimeProvider.System);
        Worker = registry.Add(new WorkerConfig { Id = new WorkerId("w1"), Address = new Uri("http://w1") })!;
        Reader = new KvFeedReader(
            Worker, new KvRankRule(0, Follow: false), new KvFeedLanes(Caches, _replays), Budget, _metrics, TimeProvider.System, NullLogger.Instance);
    }

    public Worker Worker { get; }

    public ReportedCaches Caches { get; } = new(new ReportedPrefixIndex(), TestBatches.BlockTokens, TimeProvider.System);

    public KvQueueBudget Budget { get; } = new();

    public KvFeedReader Reader { get; }

    public KvEventFeed Feed => Caches.Open(Worker, 0)!;

    public async ValueTask HandleAsync(ulong sequence, byte[] payload)
    {
        Reader.Accept(sequence, payload);
        await Reader.HandleQueuedAsync(TestContext.Current.CancellationToken);
    }

    public void Dispose()
    {
        _replays.Dispose();
        _metrics.Dispose();
        _services.Dispose();
    }
}
