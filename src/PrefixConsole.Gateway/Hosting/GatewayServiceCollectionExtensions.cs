using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using PrefixConsole.Gateway.Accuracy;
using PrefixConsole.Gateway.Configuration;
using PrefixConsole.Gateway.Forwarding;
using PrefixConsole.Gateway.Health;
using PrefixConsole.Gateway.Keys;
using PrefixConsole.Gateway.KvEvents;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Routing.KvEvents;
using PrefixConsole.Routing.Prefixes;
using PrefixConsole.Routing.PrefixIndex;
using PrefixConsole.Routing.Scheduling;
using PrefixConsole.Routing.Strategies;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.Hosting;

public static class GatewayServiceCollectionExtensions
{
    /// <summary>
    /// Everything between a request and a worker: fleet, indexes, scheduler, forwarding, probes, telemetry. Reads the sections
    /// <c>Gateway</c> and <c>Routing</c>; who registers the workers of section <c>Workers</c> is the host's choice.
    /// </summary>
    public static IServiceCollection AddPrefixGateway(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddHttpForwarder();
        services.AddSingleton<WorkerRegistry>();
        services.AddSingleton(_ => new ReportedPrefixIndex(BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8))));
        services.AddSingleton(sp => new ReportedCaches(
            sp.GetRequiredService<ReportedPrefixIndex>(), PrefixHasher.DefaultTokenBlock, sp.GetRequiredService<TimeProvider>()));
        services.AddSingleton(sp => new ApproximatePrefixTree(
            sp.GetRequiredService<TimeProvider>(),
            sp.GetRequiredService<IOptions<GatewayOptions>>().Value.PredictedBudgetBlocks));
        services.TryAddSingleton<StrategyCatalog>();
        services.AddSingleton(sp => new StrategyStore(
            sp.GetRequiredService<StrategyCatalog>(),
            sp.GetRequiredService<TimeProvider>(),
            sp.GetRequiredService<IOptions<RoutingOptions>>().Value.ToSpec()));
        services.AddSingleton(sp => new RequestScheduler(
            sp.GetRequiredService<WorkerRegistry>(),
            sp.GetRequiredService<ApproximatePrefixTree>(),
            sp.GetRequiredService<ReportedCaches>(),
            sp.GetRequiredService<StrategyStore>(),
            sp.GetRequiredService<TimeProvider>(),
            sp.GetRequiredService<IOptions<GatewayOptions>>().Value.MetricsMaxAge));
        services.AddGatewayTelemetry(configuration);

        services.AddRoutingRequests(configuration);
        services.AddSingleton(_ => new NamespaceMemory());
        services.AddSingleton<ReuseAccountant>();
        services.AddSingleton<PromptForwarder>();
        services.AddSingleton<PromptEndpoint>();
        services.AddSingleton<ModelsEndpoint>();
        services.AddSingleton<GatewayKeys>();
        services.AddSingleton<HealthEndpoint>();
        services.AddSingleton<WorkerHealth>();
        services.AddSingleton<WorkerProbe>();
        services.AddHostedService<WorkerProber>();
        services.AddKvEvents();
        return services;
    }
}
