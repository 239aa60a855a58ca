using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace PrefixConsole.Simulation.Hosting;

/// <summary>Starts the fleet before any other hosted service starts, so that they find its addresses.</summary>
internal sealed class FleetStarter(SimulatedFleet fleet, IOptions<DemoFleetOptions> options) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) =>
        options.Value.Enabled ? fleet.StartAsync(cancellationToken) : Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Last of all: the gateway has drained by now.</summary>
    public async Task StoppedAsync(CancellationToken cancellationToken) => await fleet.DisposeAsync();
}
