using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using PrefixConsole.Routing.KvEvents;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.Telemetry;

/// <summary>Gauges of each worker, read when somebody asks. The tag is bounded by the registry: at most 4,096 workers.</summary>
/// <remarks>A hosted service only so that it is made at the start: its gauges are there from the first scrape.</remarks>
public sealed class FleetMetrics : IHostedService, IDisposable
{
    public const string MeterName = "PrefixConsole.Fleet";

    private readonly Meter _meter;
    private readonly FleetMonitor _fleet;

    public FleetMetrics(IMeterFactory factory, FleetMonitor fleet)
    {
        _fleet = fleet;
        _meter = factory.Create(MeterName);
        _meter.CreateObservableGauge("prefixconsole.worker.ready", () => Read(w => w.Status == WorkerStatus.Ready ? 1 : 0), description: "1 while the worker can be given requests.");
        _meter.CreateObservableGauge("prefixconsole.worker.draining", () => Read(w => w.Status == WorkerStatus.Draining ? 1 : 0), description: "1 while an operator drains it.");
        _meter.CreateObservableGauge("prefixconsole.worker.in_flight", () => Read(w => w.InFlight), description: "Requests sent and not finished.");
        _meter.CreateObservableGauge("prefixconsole.worker.waiting", () => Read(w => w.MetricsStale ? null : w.Waiting), description: "Requests waiting in the engine, as it reports.");
        _meter.CreateObservableGauge("prefixconsole.worker.running", () => ReadWithRole(w => w.MetricsStale ? null : w.Running), description: "Requests running in the engine, as it reports, by the worker's role.");
        _meter.CreateObservableCounter("prefixconsole.worker.preemptions", () => Read(w => w.Preemptions), description: "Requests that the engine put back in its queue, as it reports.");
        _meter.CreateObservableGauge("prefixconsole.worker.kv_usage", () => Read(w => w.MetricsStale ? null : w.KvUsage), description: "Share of KV blocks in use, as the engine reports.");
        _meter.CreateObservableGauge("prefixconsole.worker.predicted_tokens", () => Read(w => w.PredictedTokens), description: "Tokens that it is predicted to have cached.");
        _meter.CreateObservableGauge("prefixconsole.worker.untrusted", () => Read(w => w.Trust is KvTrust.Untrusted or KvTrust.Silent ? 1 : 0), description: "1 while what it reports of its cache is not to be trusted.");
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _meter.Dispose();

    private IEnumerable<Measurement<double>> ReadWithRole(Func<WorkerView, double?> value)
    {
        foreach (var worker in _fleet.Workers())
        {
            if (value(worker) is { } known)
            {
                yield return new Measurement<double>(known, new("worker", worker.Id.Value), new("role", RoleName(worker.Role)));
            }
        }
    }

    private static string RoleName(WorkerRole role) => role switch
    {
        WorkerRole.Prefill => "prefill",
        WorkerRole.Decode => "decode",
        _ => "both",
    };

    /// <summary>A worker without a value has no series: not reported is not 0.</summary>
    private IEnumerable<Measurement<double>> Read(Func<WorkerView, double?> value)
    {
        foreach (var worker in _fleet.Workers())
        {
            if (value(worker) is { } known)
            {
                yield return new Measurement<double>(known, new KeyValuePair<string, object?>("worker", worker.Id.Value));
            }
        }
    }
}
