using Microsoft.AspNetCore.Hosting.Server;
using PrefixConsole.Access;
using PrefixConsole.Gateway.Configuration;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Hosting;

/// <summary>Once the listeners are bound: learns their addresses and prints what a newcomer needs.</summary>
internal sealed partial class StartupReport(
    IServer server,
    AppAddresses addresses,
    OwnAddresses own,
    WorkerRegistry registry,
    LoginLink link,
    IHostApplicationLifetime lifetime,
    ILogger<StartupReport> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStarted.Register(Report);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Report()
    {
        addresses.Read(server);
        if (addresses is not { Gateway: { } gateway, Console: { } console })
        {
            return;
        }

        own.Set([gateway.Port, console.Port]);
        LogListening(logger, console, gateway);
        if (link.IsOn)
        {
            LogLink(logger, link.Of(console));
            link.Renewed += () => LogLink(logger, link.Of(console));
        }

        foreach (var worker in registry.Workers)
        {
            LogWorker(logger, worker.Id, worker.Config.Address, worker.Config switch { { Simulated: true } => "simulated", { Added: { } added } => $"added by {added.By}", _ => "configured" });
        }
    }

    [LoggerMessage(LogLevel.Information, "Console {Console}  ·  gateway (OpenAI API) {Gateway}v1")]
    private static partial void LogListening(ILogger logger, Uri console, Uri gateway);

    [LoggerMessage(LogLevel.Information, "Log in once at {Link}")]
    private static partial void LogLink(ILogger logger, string link);

    [LoggerMessage(LogLevel.Information, "Worker {Id} at {Address} ({Kind})")]
    private static partial void LogWorker(ILogger logger, WorkerId id, Uri address, string kind);
}
