using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using PrefixConsole.Gateway.Configuration;

namespace PrefixConsole.Gateway.Hosting;

/// <summary>Registers the workers of the configuration when the host starts; the options' validator has checked each of them.</summary>
internal sealed class ConfiguredFleet(FleetService fleet, IOptions<WorkerListOptions> options) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var worker in options.Value.Workers)
        {
            var errors = fleet.Add(worker);
            if (!errors.IsEmpty)
            {
                throw new OptionsValidationException(
                    WorkerListOptions.Section,
                    typeof(WorkerListOptions),
                    errors.Select(e => $"{WorkerListOptions.Section} '{worker.Id}': {e.Field} {e.Message}"));
            }
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
