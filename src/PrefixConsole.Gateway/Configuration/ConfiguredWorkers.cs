using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace PrefixConsole.Gateway.Configuration;

/// <summary>Registers the workers of section <c>Workers</c> when the host starts.</summary>
internal sealed class ConfiguredWorkers(FleetService fleet, IOptions<WorkerListOptions> options) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var worker in options.Value.Workers)
        {
            // The section was checked before: what can still fail is an id that the embedded fleet has taken.
            if (fleet.Add(worker) is [var error, ..])
            {
                throw new OptionsValidationException(
                    WorkerListOptions.Section, typeof(WorkerListOptions), [$"{WorkerListOptions.Section}: worker '{worker.Id}': {error.Field} {error.Message}"]);
            }
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
