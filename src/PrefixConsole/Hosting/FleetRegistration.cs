using Microsoft.Extensions.Options;
using PrefixConsole.Gateway.Configuration;
using PrefixConsole.Simulation.Hosting;

namespace PrefixConsole.Hosting;

/// <summary>Registers the workers of the configuration and, when it runs, those of the embedded fleet.</summary>
internal sealed class FleetRegistration(FleetService fleet, SimulatedFleet simulated, IOptions<WorkerListOptions> configured) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        var failures = new List<string>();
        for (var i = 0; i < configured.Value.Workers.Count; i++)
        {
            foreach (var error in fleet.Add(configured.Value.Workers[i]))
            {
                failures.Add($"Workers:{i}:{error.Field} {error.Message}");
            }
        }

        if (failures.Count > 0)
        {
            throw new InvalidConfigurationException(failures);
        }

        foreach (var worker in simulated.Workers)
        {
            var options = new WorkerOptions
            {
                Id = worker.Id,
                Url = worker.Address.ToString(),
                KvBlocks = worker.Blocks,
                BlockSize = worker.BlockSize,
            };
            foreach (var error in fleet.Add(options, simulated: true))
            {
                failures.Add($"DemoFleet: worker {worker.Id}: {error.Field} {error.Message}");
            }
        }

        return failures.Count == 0 ? Task.CompletedTask : throw new InvalidConfigurationException(failures);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
