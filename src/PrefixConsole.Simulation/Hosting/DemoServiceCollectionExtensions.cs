using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PrefixConsole.Simulation.Workload;

namespace PrefixConsole.Simulation.Hosting;

/// <summary>Registers the demo.</summary>
public static class DemoServiceCollectionExtensions
{
    /// <summary>
    /// The fleet of section <c>DemoFleet</c>, started before other hosted services: <see cref="SimulatedFleet"/> as a singleton.
    /// </summary>
    public static IServiceCollection AddDemoFleet(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<DemoFleetOptions>().Bind(configuration.GetSection(DemoFleetOptions.SectionName)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<DemoFleetOptions>, DemoFleetOptionsValidator>();
        services.AddSingleton(sp => new SimulatedFleet(sp.GetRequiredService<IOptions<DemoFleetOptions>>().Value, sp.GetRequiredService<TimeProvider>()));
        services.AddHostedService<FleetStarter>();
        return services;
    }

    /// <summary>
    /// The traffic of section <c>DemoTraffic</c> as singleton and hosted service; call after <see cref="AddDemoFleet"/>.
    /// </summary>
    /// <param name="services">Where to.</param>
    /// <param name="configuration">Root of the configuration.</param>
    /// <param name="gateway">Base address of the gateway; null while it does not listen yet.</param>
    /// <param name="token">Value of the header that marks the traffic as ours; the gateway knows it too.</param>
    public static IServiceCollection AddDemoTraffic(
        this IServiceCollection services, IConfiguration configuration, Func<IServiceProvider, Uri?> gateway, string token)
    {
        services.AddOptions<DemoTrafficOptions>().Bind(configuration.GetSection(DemoTrafficOptions.SectionName)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<DemoTrafficOptions>, DemoTrafficOptionsValidator>();
        services.AddSingleton(sp => new DemoTraffic(
            () => gateway(sp),
            token,
            sp.GetRequiredService<IOptions<DemoFleetOptions>>().Value.Model,
            sp.GetRequiredService<IOptions<DemoTrafficOptions>>().Value,
            sp.GetRequiredService<TimeProvider>(),
            sp.GetRequiredService<ILogger<DemoTraffic>>()));
        services.AddHostedService(sp => sp.GetRequiredService<DemoTraffic>());
        return services;
    }
}
