using Microsoft.Extensions.Hosting;

namespace PrefixConsole.Simulation.Hosting;

/// <summary>A worker ends when its fleet says so: Ctrl+C belongs to the application around it.</summary>
internal sealed class SilentLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
