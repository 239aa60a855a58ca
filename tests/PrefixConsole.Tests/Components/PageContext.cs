using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using MudBlazor;
using MudBlazor.Services;
using PrefixConsole.Access;
using PrefixConsole.Alerts;
using PrefixConsole.Components.Layout;
using PrefixConsole.Gateway.Accuracy;
using PrefixConsole.Gateway.Configuration;
using PrefixConsole.Gateway.Hosting;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Hosting;
using PrefixConsole.Operations;
using PrefixConsole.Routing.KvEvents;
using PrefixConsole.Routing.Prefixes;
using PrefixConsole.Routing.PrefixIndex;
using PrefixConsole.Routing.Scheduling;
using PrefixConsole.Routing.Strategies;
using PrefixConsole.Routing.Workers;
using PrefixConsole.Storage.Audit;
using PrefixConsole.Storage.Configuration;
using PrefixConsole.Storage.Decisions;
using PrefixConsole.Storage.Fleet;
using PrefixConsole.Storage.Revisions;
using PrefixConsole.Storage.Writing;

namespace PrefixConsole.Tests.Components;

/// <summary>What the pages are given: the real services over two workers, and a clock that stands still.</summary>
public abstract class PageContext : BunitContext
{
    // How long is not what is tested: the library's own second is short for a machine that builds and tests at a time.
    static PageContext() => DefaultWaitTimeout = TimeSpan.FromSeconds(30);

    /// <param name="database">Where history is stored; nowhere when null.</param>
    protected PageContext(StoreConnection? database = null)
    {
        Registry = new WorkerRegistry(Time);
        foreach (var id in new[] { "sim-1", "sim-2" })
        {
            Registry.Add(new WorkerConfig { Id = new WorkerId(id), Address = new Uri("http://localhost:1"), Models = ["m"] });
        }

        Tree = new ApproximatePrefixTree(Time, 100_000);
        Catalog = new StrategyCatalog();
        Store = new StrategyStore(Catalog, Time, new StrategySpec { Name = StrategyNames.ApproximateTree }, seed: 1);
        Log = new DecisionLog(1000);
        var options = new GatewayOptions();
        Reported = new ReportedCaches(new ReportedPrefixIndex(), PrefixHasher.DefaultTokenBlock, Time);
        Comparer = new PrefixComparer(Tree, Reported, Links, Registry, Time, options);
        Explorer = new PrefixExplorer(Tree, Registry, new PreviewStore(), Time, options, Comparer);
        Failures = new FailureLog(Time);
        Monitor = new FleetMonitor(Registry, Tree, Reported, Log, Time, options, Probes, Failures);

        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddMudServices();
        Services.AddSingleton<TimeProvider>(Time);
        Services.AddSingleton(Registry);
        Services.AddSingleton(Catalog);
        Services.AddSingleton(Store);
        Services.AddSingleton(Log);
        Services.AddSingleton(Reported);
        Ingest = new IngestMonitor(Reported, Registry, [Transports], Time);
        Services.AddSingleton(Ingest);
        Services.AddSingleton(Comparer);
        Services.AddSingleton(Explorer);
        Services.AddSingleton(Monitor);
        Services.AddSingleton(Probes);
        Accuracy = new AccuracyMonitor(Log, Registry, Time);
        Services.AddSingleton(Accuracy);
        Services.AddSingleton(Options.Create(options));
        Gateway = new ChangingOptions<GatewayOptions>(options);
        Services.AddSingleton<IOptionsMonitor<GatewayOptions>>(Gateway);
        Services.AddSingleton(Tree);
        Services.AddScoped<ConsoleSession>();

        var own = new OwnAddresses();
        Fleet = new FleetService(Registry, Tree, Reported, Options.Create(options), own);
        Services.AddSingleton(own);
        Services.AddSingleton(Fleet);
        Services.AddSingleton(new AppAddresses());

        AddStorageAndDesk(database);
        Scheduler = new RequestScheduler(Registry, Tree, Reported, Store, Time);
        Services.AddSingleton(Scheduler);
        Services.AddSingleton(new PreviewStore());
        var lenses = new PrefixLenses(Tree, Registry, Explorer, Time);
        Services.AddSingleton(new WorkerInsights(lenses, Ingest, Time));
        Services.AddSingleton(lenses);
        Services.AddSingleton(new DrainPreview(Monitor, lenses));
        Services.AddRoutingRequests(new ConfigurationBuilder().Build());

        // Last: it reads a service, and after that none can be added.
        SetRendererInfo(new RendererInfo("Server", true));
    }

    /// <summary>Who sits at the console; an administrator unless a test says otherwise.</summary>
    protected Desk Desk => Services.GetRequiredService<Desk>();

    internal ChangingOptions<AccessOptions> Access { get; private set; } = null!;

    internal ChangingOptions<GatewayOptions> Gateway { get; }

    protected SampleRecorder Samples { get; private set; } = null!;

    protected AuditLog Audit { get; private set; } = null!;

    protected FakeTimeProvider Time { get; } = new(DecisionSamples.At);

    protected WorkerRegistry Registry { get; }

    protected ApproximatePrefixTree Tree { get; }

    protected ReportedCaches Reported { get; }

    protected IngestMonitor Ingest { get; }

    /// <summary>Sockets of the feeds; none unless a test adds some.</summary>
    internal FakeTransports Transports { get; } = new();

    protected ProbeLog Probes { get; } = new();

    protected FailureLog Failures { get; }

    /// <summary>What served prompts tell of text and tokens.</summary>
    protected PromptLinks Links { get; } = new();

    protected PrefixComparer Comparer { get; }

    protected StrategyCatalog Catalog { get; }

    protected StrategyStore Store { get; }

    protected DecisionLog Log { get; }

    protected RequestScheduler Scheduler { get; }

    protected PrefixExplorer Explorer { get; }

    protected FleetMonitor Monitor { get; }

    protected AccuracyMonitor Accuracy { get; }

    protected FleetService Fleet { get; }

    /// <summary>What operators did to the fleet.</summary>
    protected FleetBook Book { get; private set; } = null!;

    private void AddStorageAndDesk(StoreConnection? database)
    {
        var options = Options.Create(new StorageOptions { Provider = StorageProviders.None });
        var connection = database ?? new StoreConnection(options.Value, Path.GetTempPath());
        var state = new StoreState(connection, Time);
        var writes = new KeptWrites(connection, state);
        var settings = new SettingStore(connection, writes, state, Time);
        Audit = new AuditLog(connection, writes, state, Time);
        var acts = new Acts(Audit, Time);
        Services.AddSingleton(options);
        Services.AddSingleton(connection);
        Services.AddSingleton(state);
        Services.AddSingleton(settings);
        Services.AddSingleton(new StrategyKeeper(Store, connection, state, writes, settings, Audit, NullLogger<StrategyKeeper>.Instance));
        Services.AddSingleton(Audit);
        Services.AddSingleton(new DecisionArchive(connection, state));
        var samples = new SampleArchive(connection, state);
        Samples = new SampleRecorder(Monitor, Store, new SampledWrites(connection, state));
        Services.AddSingleton(Samples);
        var history = new FleetHistory(samples, Samples);
        Services.AddSingleton(history);
        Services.AddSingleton(new AccuracyHistory(new DecisionArchive(connection, state), history, Time));
        Services.AddSingleton(new AlertArchive(connection, state));
        Services.AddSingleton(new AlertBook(settings));
        Services.AddSingleton(writes);
        Services.AddSingleton<AlertMonitor>();
        Services.AddSingleton<AlertActs>();
        Services.AddSingleton(new ChangeEffects(history, Time));
        Services.AddSingleton(new RevisionRecords(Audit, Store));
        Access = new ChangingOptions<AccessOptions>(new AccessOptions());
        Services.AddSingleton<IOptionsMonitor<AccessOptions>>(Access);
        Services.AddSingleton(new TokenBook(Access, settings, Time));
        Services.AddSingleton(Options.Create(new ConsoleOptions()));
        Services.AddSingleton(acts);
        var guards = new ChangeGuards(Log, Samples, Options.Create(new GatewayOptions()), Time);
        Services.AddSingleton(new StrategyChanges(Store, acts, settings, guards, Time, NullLogger<StrategyChanges>.Instance));
        Services.AddSingleton(new StrategyTrials(Store, acts, settings, guards, Time, NullLogger<StrategyTrials>.Instance));
        Services.AddSingleton(sp => new ScheduledChanges(sp.GetRequiredService<StrategyChanges>(), Store, Catalog, acts, settings, Time));
        Services.AddSingleton<ImpactPreview>();
        Book = new FleetBook(Fleet, Registry, Reported, Ingest, settings, acts, Time, NullLogger<FleetBook>.Instance);
        Services.AddSingleton(Book);
        Services.AddSingleton(new LabelBook(Explorer, settings));
        Services.AddSingleton(new LabelRuleBook(Explorer, settings));
        Services.AddSingleton<LabelRuleActs>();
        Services.AddScoped(sp =>
        {
            var desk = new Desk(acts, sp.GetRequiredService<ISnackbar>());
            desk.Seat(Administrator);
            return desk;
        });
    }

    protected static Actor Administrator { get; } = new("ada", Roles.Admin, Roles.Of(Roles.Admin)!.Value, "console 127.0.0.1");

    protected static Actor Viewer { get; } = new("vic", Roles.Viewer, Permissions.Read, "console 127.0.0.1");

    protected void GoTo(string path) => Services.GetRequiredService<NavigationManager>().NavigateTo(path);

    protected static string Test(string id) => $"[data-testid='{id}']";
}
