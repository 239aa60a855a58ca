using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using PrefixConsole.Gateway.Accuracy;
using PrefixConsole.Gateway.Configuration;
using PrefixConsole.Gateway.KvEvents;
using PrefixConsole.Routing.KvEvents;
using PrefixConsole.Routing.PrefixIndex;
using PrefixConsole.Routing.Strategies;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.Telemetry;

/// <summary>Registers telemetry, the fleet service and all options with their validators.</summary>
public static class TelemetryServices
{
    /// <remarks>
    /// Expects <see cref="WorkerRegistry"/>, <see cref="ApproximatePrefixTree"/> and <see cref="ReportedCaches"/> from the
    /// gateway. Register it before services that start traffic: hosted services start in order.
    /// </remarks>
    public static IServiceCollection AddGatewayTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddGatewayOptions(configuration);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<StrategyCatalog>();
        services.TryAddSingleton(sp => new OwnAddresses(
            sp.GetRequiredService<IOptions<GatewayOptions>>().Value.Url,
            sp.GetRequiredService<IOptions<ConsoleOptions>>().Value.Url));
        services.TryAddSingleton<FleetService>();
        services.TryAddSingleton(sp => new DecisionLog(sp.GetRequiredService<IOptions<GatewayOptions>>().Value.DecisionsKept));
        services.TryAddSingleton<ImpactPreview>();
        services.TryAddSingleton(_ => new PreviewStore());
        services.TryAddSingleton<ProbeLog>();
        services.TryAddSingleton(sp => new FailureLog(sp.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<ModelNames>();
        services.TryAddSingleton(sp => new FleetMonitor(
            sp.GetRequiredService<WorkerRegistry>(),
            sp.GetRequiredService<ApproximatePrefixTree>(),
            sp.GetRequiredService<ReportedCaches>(),
            sp.GetRequiredService<DecisionLog>(),
            sp.GetRequiredService<TimeProvider>(),
            sp.GetRequiredService<IOptions<GatewayOptions>>().Value,
            sp.GetRequiredService<ProbeLog>(),
            sp.GetRequiredService<FailureLog>(),
            sp.GetRequiredService<ModelNames>()));
        services.TryAddSingleton(sp => new AccuracyMonitor(
            sp.GetRequiredService<DecisionLog>(), sp.GetRequiredService<WorkerRegistry>(), sp.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(sp => new IngestMonitor(
            sp.GetRequiredService<ReportedCaches>(),
            sp.GetRequiredService<WorkerRegistry>(),
            sp.GetServices<IKvTransports>(),
            sp.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(_ => new PromptLinks());
        services.TryAddSingleton(sp => new PrefixComparer(
            sp.GetRequiredService<ApproximatePrefixTree>(),
            sp.GetRequiredService<ReportedCaches>(),
            sp.GetRequiredService<PromptLinks>(),
            sp.GetRequiredService<WorkerRegistry>(),
            sp.GetRequiredService<TimeProvider>(),
            sp.GetRequiredService<IOptions<GatewayOptions>>().Value));
        services.TryAddSingleton(sp => new PrefixExplorer(
            sp.GetRequiredService<ApproximatePrefixTree>(),
            sp.GetRequiredService<WorkerRegistry>(),
            sp.GetRequiredService<PreviewStore>(),
            sp.GetRequiredService<TimeProvider>(),
            sp.GetRequiredService<IOptions<GatewayOptions>>().Value,
            sp.GetRequiredService<PrefixComparer>()));
        services.TryAddSingleton<PrefixLenses>();
        services.TryAddSingleton<WorkerInsights>();
        services.TryAddSingleton<DrainPreview>();
        services.AddHostedService<FleetMetrics>();
        services.AddHostedService<FleetSampler>();
        services.AddHostedService<AccuracyStart>();
        return services;
    }
}
