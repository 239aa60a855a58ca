using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PrefixConsole.Gateway.Configuration;
using PrefixConsole.Gateway.KvEvents;
using PrefixConsole.Routing.KvEvents;
using PrefixConsole.Routing.PrefixIndex;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Benchmarks.Ingest;

/// <summary>What takes the events in, as the application has it, over a given index.</summary>
internal sealed class IngestSide : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly IHostedService _subscriptions;

    public IngestSide(ReportedPrefixIndex index)
    {
        _services = new ServiceCollection()
            .AddSingleton(TimeProvider.System)
            .AddSingleton<WorkerRegistry>()
            .AddSingleton(new ReportedCaches(index, BatchSet.BlockTokens, TimeProvider.System))
            .AddLogging()
            .AddOptions()
            .Configure<GatewayOptions>(_ => { })
            .AddKvEvents()
            .BuildServiceProvider();
        _subscriptions = _services.GetServices<IHostedService>().Single();
        Registry = _services.GetRequiredService<WorkerRegistry>();
        Caches = _services.GetRequiredService<ReportedCaches>();
        Transports = _services.GetRequiredService<IKvTransports>();
    }

    public WorkerRegistry Registry { get; }

    public ReportedCaches Caches { get; }

    public IKvTransports Transports { get; }

    /// <summary>Batches applied over all feeds.</summary>
    public long Batches => Caches.Feeds.Sum(feed => feed.View().Batches);

    public Worker Add(int number, KvEventSource? source) => Registry.Add(new WorkerConfig
    {
        Id = new WorkerId(FormattableString.Invariant($"w{number}")),
        Address = new Uri("http://127.0.0.1:9"),
        KvBlocks = BatchSet.Held * BatchSet.Blocks,
        BlockSize = BatchSet.BlockTokens,
        KvEvents = source,
    })!;

    public Task StartAsync(CancellationToken cancellationToken) => _subscriptions.StartAsync(cancellationToken);

    /// <summary>Throws when a batch was lost on the way: then the figures would not be of what they say.</summary>
    public void RequireNothingLost()
    {
        foreach (var feed in Caches.Feeds)
        {
            var (view, transport) = (feed.View(), Transports.Find(feed.Worker.Id, feed.Rank));
            if (view.Gaps + view.Restarts + view.Rejected.Count + (transport?.Overflowed ?? 0) > 0)
            {
                throw new InvalidOperationException($"{feed.Worker.Id} lost batches: {view}");
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _subscriptions.StopAsync(CancellationToken.None);
        await _services.DisposeAsync();
    }
}
