using MudBlazor.Services;
using OpenTelemetry.Metrics;
using PrefixConsole.Api;

namespace PrefixConsole.Hosting;

internal static class ConsoleServiceCollectionExtensions
{
    /// <summary>Console pages, admin API, hub and metrics.</summary>
    public static IServiceCollection AddConsole(this IServiceCollection services)
    {
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddMudServices();
        services.AddSignalR();
        services.AddAdminApi();
        services.AddOpenApi();
        services.AddOpenTelemetry().WithMetrics(metrics => metrics
            .AddMeter("PrefixConsole.*")
            .AddPrometheusExporter());
        // Long streams and open circuits do not hold a stop longer than this.
        services.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromSeconds(10));
        return services;
    }

    /// <summary>The workers of the configuration and of the embedded fleet, and the report of where everything listens.</summary>
    public static IServiceCollection AddFleetRegistration(this IServiceCollection services)
    {
        services.AddSingleton<AppAddresses>();
        services.AddHostedService<FleetRegistration>();
        services.AddHostedService<StartupReport>();
        return services;
    }
}
