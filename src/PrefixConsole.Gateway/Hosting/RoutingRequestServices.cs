using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using PrefixConsole.Gateway.Checks;
using PrefixConsole.Gateway.Configuration;
using PrefixConsole.Gateway.DryRuns;
using PrefixConsole.Gateway.Forwarding;
using PrefixConsole.Gateway.Health;
using PrefixConsole.Gateway.Pins;
using PrefixConsole.Gateway.Requests;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Gateway.Tokens;
using PrefixConsole.Routing.PrefixIndex;
using PrefixConsole.Routing.Scheduling;
using PrefixConsole.Routing.Strategies;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.Hosting;

/// <summary>What makes of a body something that can be decided, for requests and for dry runs; pins of requests, and checks of workers to be added.</summary>
public static class RoutingRequestServices
{
    /// <remarks>Expects the registry, the indexes, the strategies, the scheduler, and the gateway's telemetry with its fleet service.</remarks>
    public static IServiceCollection AddRoutingRequests(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddMetrics();
        services.TryAddSingleton(_ => new DemoToken(RandomNumberGenerator.GetHexString(32)));
        services.AddSingleton<TokenEstimator>();
        services.AddSingleton<PromptPreviews>();
        services.AddSingleton<WorkerClient>();
        services.TryAddSingleton<ModelNames>();
        services.AddSingleton<WorkerQuestions>();
        services.AddSingleton<WorkerPins>();
        services.AddSingleton<SocketCheck>();
        services.AddSingleton(sp => new WorkerChecker(
            sp.GetRequiredService<FleetService>(),
            sp.GetRequiredService<WorkerQuestions>(),
            sp.GetRequiredService<SocketCheck>(),
            sp.GetRequiredService<TimeProvider>()));
        services.AddSingleton<GatewayMetrics>();
        services.AddPromptTokens(configuration);
        services.AddSingleton<RoutingRequestFactory>();
        services.AddSingleton(sp => new DryRunner(
            sp.GetRequiredService<RoutingRequestFactory>(),
            sp.GetRequiredService<RequestScheduler>(),
            sp.GetRequiredService<StrategyStore>(),
            sp.GetRequiredService<StrategyCatalog>(),
            sp.GetRequiredService<WorkerRegistry>(),
            sp.GetRequiredService<ApproximatePrefixTree>(),
            sp.GetRequiredService<TokenEstimator>(),
            sp.GetRequiredService<TimeProvider>()));
        return services;
    }
}
