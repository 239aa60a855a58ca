using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using PrefixConsole.Gateway.Configuration;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Operations;
using PrefixConsole.Routing.KvEvents;
using PrefixConsole.Routing.Prefixes;
using PrefixConsole.Routing.PrefixIndex;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Tests.Operations;

/// <summary>One run of the program as far as the fleet is concerned: starts with its configured workers, and with a database that may be away.</summary>
internal sealed class FleetRun : IAsyncDisposable
{
    private readonly LateStore _store;
    private readonly Acts _acts;

    private FleetRun(LateStore store, DateTimeOffset at, bool allowPrivate)
    {
        _store = store;
        Time = new FakeTimeProvider(at);
        Registry = new WorkerRegistry(Time);
        Caches = new ReportedCaches(new ReportedPrefixIndex(), PrefixHasher.DefaultTokenBlock, Time);
        Tree = new ApproximatePrefixTree(Time, 10_000);
        var options = new GatewayOptions { AllowPrivateWorkers = allowPrivate };
        Fleet = new FleetService(Registry, Tree, Caches, Options.Create(options), new OwnAddresses());
        Ingest = new IngestMonitor(Caches, Registry, [], Time);
        Explorer = new PrefixExplorer(Tree, Registry, new PreviewStore(), Time, options);
        _acts = new Acts(store.Audit, Time);
        Book = new FleetBook(Fleet, Registry, Caches, Ingest, store.Settings, _acts, Time, NullLogger<FleetBook>.Instance);
        Labels = new LabelBook(Explorer, store.Settings);
        LabelRules = new LabelRuleBook(Explorer, store.Settings);
    }

    public FakeTimeProvider Time { get; }

    public WorkerRegistry Registry { get; }

    public ReportedCaches Caches { get; }

    public ApproximatePrefixTree Tree { get; }

    public FleetService Fleet { get; }

    public IngestMonitor Ingest { get; }

    public PrefixExplorer Explorer { get; }

    public FleetBook Book { get; }

    public LabelBook Labels { get; }

    public LabelRuleBook LabelRules { get; }

    public LateStore Store => _store;

    /// <summary>Names of the fleet, in order.</summary>
    public IEnumerable<string> Names => Registry.Workers.Select(w => w.Id.Value).Order(StringComparer.Ordinal);

    /// <param name="file">The database.</param>
    /// <param name="open">Whether it answers at the start.</param>
    /// <param name="configured">Names of the workers of the configuration.</param>
    /// <param name="at">The time.</param>
    /// <param name="allowPrivate">Whether workers may have private addresses.</param>
    public static async Task<FleetRun> StartAsync(string file, bool open, string[] configured, DateTimeOffset at, bool allowPrivate = true)
    {
        var run = new FleetRun(await new LateStore(file, open).StartAsync(), at, allowPrivate);
        foreach (var name in configured)
        {
            Assert.Empty(run.Fleet.Add(Worker(name)));
        }

        await run.Book.StartAsync(TestContext.Current.CancellationToken);
        await run.Labels.StartAsync(TestContext.Current.CancellationToken);
        await run.LabelRules.StartAsync(TestContext.Current.CancellationToken);
        return run;
    }

    public static WorkerOptions Worker(string name, string url = "http://203.0.113.9:8000") => new() { Id = name, Url = url };

    public Worker Find(string name) => Registry.Find(new WorkerId(name))!;

    public WorkerStatus StatusOf(string name) => Find(name).Status;

    public async ValueTask DisposeAsync()
    {
        await Book.StopAsync(CancellationToken.None);
        await Labels.StopAsync(CancellationToken.None);
        await LabelRules.StopAsync(CancellationToken.None);
        Book.Dispose();
        Ingest.Dispose();
        Fleet.Dispose();
        await _store.DisposeAsync();
        _acts.Dispose();
    }
}
