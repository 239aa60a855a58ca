using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace PrefixConsole.Gateway.Configuration;

/// <summary>Binds every section and checks it at start.</summary>
internal static class OptionsServices
{
    public static IServiceCollection AddGatewayOptions(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<GatewayOptions>().Bind(configuration.GetSection(GatewayOptions.Section)).ValidateOnStart();
        services.AddOptions<ConsoleOptions>().Bind(configuration.GetSection(ConsoleOptions.Section)).ValidateOnStart();
        services.AddOptions<RoutingOptions>().Bind(configuration.GetSection(RoutingOptions.Section)).ValidateOnStart();
        services.AddOptions<WorkerListOptions>()
            .Configure(o => configuration.GetSection(WorkerListOptions.Section).Bind(o.Workers))
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<GatewayOptions>, ValidateGatewayOptions>();
        services.AddSingleton<IValidateOptions<ConsoleOptions>>(_ => new ValidateConsoleOptions(configuration));
        services.AddSingleton<IValidateOptions<RoutingOptions>, ValidateRoutingOptions>();
        services.AddSingleton<IValidateOptions<WorkerListOptions>, ValidateWorkerListOptions>();
        return services;
    }
}
