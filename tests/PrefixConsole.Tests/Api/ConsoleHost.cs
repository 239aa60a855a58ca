using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PrefixConsole.Access;
using PrefixConsole.Api;
using PrefixConsole.Gateway.Accuracy;
using PrefixConsole.Gateway.Configuration;
using PrefixConsole.Gateway.Hosting;
using PrefixConsole.Gateway.KvEvents;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Live;
using PrefixConsole.Operations;
using PrefixConsole.Routing.KvEvents;
using PrefixConsole.Routing.Prefixes;
using PrefixConsole.Routing.PrefixIndex;
using PrefixConsole.Routing.Scheduling;
using PrefixConsole.Routing.Strategies;
using PrefixConsole.Routing.Workers;
using PrefixConsole.Storage.Hosting;
using PrefixConsole.Tests.Access;

namespace PrefixConsole.Tests.Api;

/// <summary>The admin API and the hub on a real Kestrel port, over real services; requests are decided but sent nowhere.</summary>
internal sealed class ConsoleHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ConsoleHost(WebApplication app)
    {
        _app = app;
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        Client = new HttpClient { BaseAddress = new Uri(address.Replace("127.0.0.1", "localhost", StringComparison.Ordinal)) };
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", TestTokens.Admin);
    }

    public HttpClient Client { get; }

    public T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    public static async Task<ConsoleHost> StartAsync(IEnumerable<KeyValuePair<string, string?>> settings, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = Environments.Production });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0));
        builder.Logging.SetMinimumLevel(LogLevel.None);
        builder.Services.AddRouting();
        builder.Configuration.AddInMemoryCollection(TestTokens.Settings).AddInMemoryCollection(settings);
        builder.Services.AddStorage(builder.Configuration);
        builder.Services.AddConsoleAccess(builder.Configuration);
        builder.Services
            .AddSingleton(TimeProvider.System)
            .AddSingleton<WorkerRegistry>()
            .AddSingleton(sp => new ApproximatePrefixTree(sp.GetRequiredService<TimeProvider>(), 100_000))
            .AddSingleton(sp => new ReportedCaches(new ReportedPrefixIndex(), PrefixHasher.DefaultTokenBlock, TimeProvider.System))
            .AddSingleton(sp => new StrategyStore(
                sp.GetRequiredService<StrategyCatalog>(), TimeProvider.System, new StrategySpec { Name = StrategyNames.ApproximatePrefix }))
            .AddSingleton(sp => new RequestScheduler(
                sp.GetRequiredService<WorkerRegistry>(),
                sp.GetRequiredService<ApproximatePrefixTree>(),
                sp.GetRequiredService<ReportedCaches>(),
                sp.GetRequiredService<StrategyStore>(),
                TimeProvider.System))
            .AddGatewayTelemetry(builder.Configuration)
            .AddRoutingRequests(builder.Configuration)
            .AddKeptFleet()
            .AddKvEvents()
            .AddAdminApi()
            .AddTelemetryHub();
        var app = builder.Build();
        app.UseAllowLoopbackHosts();
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapAdminApi();
        app.MapTelemetryHub();
        await app.StartAsync(cancellationToken);
        return new ConsoleHost(app);
    }

    /// <summary>Adds a ready worker that serves model "m".</summary>
    public Worker AddWorker(string id)
    {
        Assert.Empty(Get<FleetService>().Add(new WorkerOptions { Id = id, Url = $"http://10.0.0.{id.Length}:8000", Models = ["m"] }));
        var worker = Get<WorkerRegistry>().Find(new WorkerId(id))!;
        Get<WorkerRegistry>().SetStatus(worker, WorkerStatus.Ready, "probe succeeded");
        return worker;
    }

    /// <summary>Decides a request and lets its worker serve it; without an outcome it stays running.</summary>
    public DecisionEntry Request(string id, string model = "m", string tenant = "", int status = 200, bool complete = true, ReuseAccount? account = null, string? session = null)
    {
        var space = new PrefixNamespace(model, Tenant: tenant);
        var text = System.Text.Encoding.UTF8.GetBytes(new string('s', 1024) + id + new string('u', 1024));
        var request = new RoutingRequest
        {
            Id = id,
            Model = model,
            Namespace = space,
            Blocks = PrefixHasher.HashText(text, space, 256, [new PromptSegment(PromptPart.System, 0, 0), new PromptSegment(PromptPart.User, 1, 1024)]),
            PromptTokens = text.Length / 4,
            Path = "/v1/chat/completions",
            SessionKey = session,
        };
        var result = Get<RequestScheduler>().Schedule(request);
        var entry = Get<DecisionLog>().Record(result.Decision);
        if (result.Worker is { } worker)
        {
            Get<RequestScheduler>().RecordServed(request, worker);
        }

        if (complete)
        {
            result.Lease?.Dispose();
            Get<DecisionLog>().Complete(entry, new DecisionOutcome
            {
                StatusCode = status,
                Served = result.Worker?.Id,
                Error = status == 200 ? null : "worker_error",
                TimeToFirstToken = TimeSpan.FromMilliseconds(20),
                Duration = TimeSpan.FromMilliseconds(100),
                Account = account,
            });
        }

        return entry;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }
}
