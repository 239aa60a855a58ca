using Microsoft.Extensions.DependencyInjection;
using PrefixConsole.Gateway.Configuration;
using PrefixConsole.Gateway.KvEvents;
using PrefixConsole.Gateway.Tests.Forwarding;
using PrefixConsole.Routing.KvEvents;
using PrefixConsole.Routing.Prefixes;
using PrefixConsole.Routing.PrefixIndex;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.Tests.KvEvents;

/// <summary>The subscriptions over real sockets, and the caches they fill.</summary>
internal sealed class SubscribedFleet : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly KvSubscriptions _subscriptions;

    private SubscribedFleet(ServiceProvider services)
    {
        _services = services;
        _subscriptions = services.GetRequiredService<KvSubscriptions>();
        Registry = services.GetRequiredService<WorkerRegistry>();
        Caches = services.GetRequiredService<ReportedCaches>();
        Registry.Removed += Caches.Remove;
    }

    public WorkerRegistry Registry { get; }

    public ReportedCaches Caches { get; }

    public IKvTransports Transports => _subscriptions;

    public KvEventIngest Ingest => _services.GetRequiredService<KvEventIngest>();

    public static async Task<SubscribedFleet> StartAsync(string? listen = null)
    {
        var fleet = Create(listen);
        await fleet._subscriptions.StartAsync(TestContext.Current.CancellationToken);
        return fleet;
    }

    public static SubscribedFleet Create(string? listen = null)
    {
        var services = new ServiceCollection()
            .AddSingleton(TimeProvider.System)
            .AddSingleton<WorkerRegistry>()
            .AddSingleton(new ReportedCaches(new ReportedPrefixIndex(), TestBatches.BlockTokens, TimeProvider.System))
            .AddLogging()
            .AddOptions()
            .Configure<GatewayOptions>(o => o.KvEventsListen = listen)
            .AddKvEvents()
            .BuildServiceProvider();
        return new SubscribedFleet(services);
    }

    public Worker Add(string id, KvEventSource? source, string address = "http://127.0.0.1:9") => Registry.Add(new WorkerConfig
    {
        Id = new WorkerId(id),
        Address = new Uri(address),
        Models = ["m"],
        KvEvents = source,
    })!;

    public KvFeedView View(Worker worker, int rank = 0) => Caches.Of(worker).First(f => f.Rank == rank).View();

    /// <summary>The worker is known to hold the block of batch n.</summary>
    public bool Holds(Worker worker, ulong number)
    {
        var blocks = PrefixHasher.HashTokens(TestBatches.Tokens(number), ReportedNamespace.Of("", ""), TestBatches.BlockTokens, []).Hashes;
        var overlap = new int[Caches.Slots];
        Caches.FindOverlap(blocks, overlap);
        return Caches.Resolve(worker.Slot, blocks, overlap).Blocks == 1;
    }

    public long Held(Worker worker) => Caches.Of(worker).Sum(feed => feed.View().HeldBlocks);

    public bool HoldsExactly(Worker worker, params ulong[] numbers) => Held(worker) == numbers.Length && numbers.All(n => Holds(worker, n));

    public Task UntilAsync(Func<bool> condition) => GatewayHarness.UntilAsync(condition);

    public async ValueTask DisposeAsync()
    {
        await _subscriptions.StopAsync(CancellationToken.None);
        await _services.DisposeAsync();
    }
}
