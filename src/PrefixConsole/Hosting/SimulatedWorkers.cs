using Microsoft.Extensions.Options;
using PrefixConsole.Gateway.Configuration;
using PrefixConsole.Simulation.Hosting;

namespace PrefixConsole.Hosting;

/// <summary>Registers the workers of the embedded fleet, which has started by then; none when it is off.</summary>
internal sealed class SimulatedWorkers(FleetService fleet, SimulatedFleet simulated) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var worker in simulated.Workers)
        {
            var options = new WorkerOptions
            {
                Id = worker.Id,
                Url = worker.Address.ToString(),
                KvBlocks = worker.Blocks,
                BlockSize = worker.BlockSize,
                KvEvents = worker.EventsAddress is { } events
                    ? new KvEventOptions { Endpoint = $"tcp://{events.Authority}", ReplayEndpoint = worker.ReplayAddress is { } replay ? $"tcp://{replay.Authority}" : null }
                    : null,
            };
            if (fleet.Add(options, simulated: true) is [var error, ..])
            {
                throw new OptionsValidationException(
                    "DemoFleet", typeof(DemoFleetOptions), [$"DemoFleet: worker '{worker.Id}': {error.Field} {error.Message}"]);
            }
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
