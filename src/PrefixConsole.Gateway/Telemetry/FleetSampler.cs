using Microsoft.Extensions.Hosting;

namespace PrefixConsole.Gateway.Telemetry;

/// <summary>Has the <see cref="FleetMonitor"/> and the <see cref="IngestMonitor"/> take a sample every second.</summary>
internal sealed class FleetSampler(FleetMonitor monitor, IngestMonitor ingest, TimeProvider time) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                monitor.Sample();
                ingest.Sample();
            }
        }
        catch (OperationCanceledException)
        {
            // The host stops.
        }
    }
}
