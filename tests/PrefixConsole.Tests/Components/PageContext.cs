using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using MudBlazor.Services;
using PrefixConsole.Components.Layout;
using PrefixConsole.Gateway.Accuracy;
using PrefixConsole.Gateway.Configuration;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Hosting;
using PrefixConsole.Routing.KvEvents;
using PrefixConsole.Routing.Prefixes;
using PrefixConsole.Routing.PrefixIndex;
using PrefixConsole.Routing.Strategies;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Tests.Components;

/// <summary>What the pages are given: the real services over two workers, and a clock that stands still.</summary>
public abstract class PageContext : BunitContext
{
    protected PageContext()
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
        Monitor = new FleetMonitor(Registry, Tree, Reported, Log, Time, options);

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
        Accuracy = new AccuracyMonitor(Log, Registry, Time);
        Services.AddSingleton(Accuracy);
        Services.AddSingleton(Options.Create(options));
        Services.AddScoped<ConsoleSession>();

        Fleet = new FleetService(Registry, Tree, Reported, Options.Create(options), new OwnAddresses());
        Services.AddSingleton(Fleet);
        Services.AddSingleton(new AppAddresses());

        // Last: it reads a service, and after that none can be added.
        SetRendererInfo(new RendererInfo("Server", true));
    }

    protected FakeTimeProvider Time { get; } = new(DecisionSamples.At);

    protected WorkerRegistry Registry { get; }

    protected ApproximatePrefixTree Tree { get; }

    protected ReportedCaches Reported { get; }

    protected IngestMonitor Ingest { get; }

    /// <summary>Sockets of the feeds; none unless a test adds some.</summary>
    internal FakeTransports Transports { get; } = new();

    /// <summary>What served prompts tell of text and tokens.</summary>
    protected PromptLinks Links { get; } = new();

    protected PrefixComparer Comparer { get; }

    protected StrategyCatalog Catalog { get; }

    protected StrategyStore Store { get; }

    protected DecisionLog Log { get; }

    protected PrefixExplorer Explorer { get; }

    protected FleetMonitor Monitor { get; }

    protected AccuracyMonitor Accuracy { get; }

    protected FleetService Fleet { get; }

    protected void GoTo(string path) => Services.GetRequiredService<NavigationManager>().NavigateTo(path);

    protected static string Test(string id) => $"[data-testid='{id}']";
}
