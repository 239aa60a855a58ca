using Microsoft.Extensions.Hosting;

namespace PrefixConsole.Gateway.Accuracy;

/// <summary>Makes the monitor with the host: it counts from the first request on, not from the first look at it.</summary>
internal sealed class AccuracyStart(AccuracyMonitor monitor) : IHostedService
{
    public AccuracyMonitor Monitor { get; } = monitor;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
