using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Hosting;
using PrefixConsole.Routing.Workers;
using PrefixConsole.Simulation.Hosting;
using PrefixConsole.Tests.Access;

namespace PrefixConsole.Tests.Whole;

/// <summary>The whole app in this process on free ports: embedded fleet, gateway and console on real sockets.</summary>
public sealed class RunningApp : IAsyncDisposable
{
    private readonly WebApplication _app;

    private RunningApp(WebApplication app)
    {
        _app = app;
        var addresses = app.Services.GetRequiredService<AppAddresses>();
        Gateway = new HttpClient { BaseAddress = addresses.Gateway };
        Console = new HttpClient { BaseAddress = addresses.Console };
        Console.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", TestTokens.Admin);
    }

    public HttpClient Gateway { get; }

    public HttpClient Console { get; }

    public IServiceProvider Services => _app.Services;

    public DecisionLog Decisions => _app.Services.GetRequiredService<DecisionLog>();

    public WorkerRegistry Registry => _app.Services.GetRequiredService<WorkerRegistry>();

    public SimulatedFleet Fleet => _app.Services.GetRequiredService<SimulatedFleet>();

    /// <summary>Starts without demo traffic unless the arguments turn it on, and waits until every worker that is not drained is ready.</summary>
    public static async Task<RunningApp> StartAsync(params string[] arguments)
    {
        var app = PrefixConsoleApplication.Build(
        [
            "--Gateway:Url=http://127.0.0.1:0", "--Console:Url=http://127.0.0.1:0", "--DemoTraffic:Enabled=false",
            "--DemoFleet:SpeedFactor=50", "--Storage:Provider=none", .. TestTokens.Arguments, "--Logging:LogLevel:Default=Warning", .. arguments,
        ]);
        await app.StartAsync();
        var running = new RunningApp(app);
        await Eventually.TrueAsync(
            () => running.Registry.Workers.All(w => w.Status is WorkerStatus.Ready or WorkerStatus.Draining),
            "every registered worker becomes ready");
        return running;
    }

    public async ValueTask DisposeAsync()
    {
        Gateway.Dispose();
        Console.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
