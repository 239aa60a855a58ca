using System.Security.Cryptography;
using Microsoft.AspNetCore.Components.Server.Circuits;
using MudBlazor.Services;
using OpenTelemetry.Metrics;
using PrefixConsole.Api;
using PrefixConsole.Components.Charts;
using PrefixConsole.Components.Layout;
using PrefixConsole.Gateway.Configuration;
using PrefixConsole.Gateway.Requests;
using PrefixConsole.Live;
using PrefixConsole.Operations;
using PrefixConsole.Simulation.Hosting;

namespace PrefixConsole.Hosting;

internal static class ConsoleServiceCollectionExtensions
{
    /// <summary>Console pages, admin API, hub and metrics.</summary>
    public static IServiceCollection AddConsole(this IServiceCollection services)
    {
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddAntiforgery(o => o.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest);
        services.AddMudServices();
        services.AddTelemetryHub();
        services.AddAdminApi();
        services.AddScoped<ConsoleSession>();
        services.AddScoped<CircuitHandler, ConnectionWatch>();
        services.AddScoped<TabPlace>();
        services.AddScoped<CircuitHandler>(sp => sp.GetRequiredService<TabPlace>());
        services.AddHostedService<ChartWarmUp>();
        services.AddOpenTelemetry().WithMetrics(metrics => metrics
            .AddMeter("PrefixConsole.*", "System.Runtime")
            .AddPrometheusExporter());
        // Long streams and open circuits do not hold a stop longer than this.
        services.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromSeconds(10));
        return services;
    }

    /// <summary>The embedded fleet and its traffic; the workers of the configuration; the report of where everything listens.</summary>
    public static IServiceCollection AddFleet(this IServiceCollection services, IConfiguration configuration)
    {
        // The gateway recognises the demo traffic by a word that only this process knows: it may show previews of it.
        var demo = new DemoToken(RandomNumberGenerator.GetHexString(32));
        services.AddSingleton(demo);
        services.AddSingleton<AppAddresses>();
        services.AddDemoFleet(configuration);
        services.AddConfiguredWorkers();
        services.AddHostedService<SimulatedWorkers>();
        services.AddKeptFleet();
        services.AddHostedService<StartupReport>();
        // Who lists workers of their own wants no others beside them, unless they say so.
        var wanted = configuration.GetValue<bool?>("DemoFleet:Enabled") ?? !configuration.GetSection("Workers").GetChildren().Any();
        services.PostConfigure<DemoFleetOptions>(o => o.Enabled = wanted);
        if (wanted)
        {
            services.AddDemoTraffic(configuration, static sp => sp.GetRequiredService<AppAddresses>().Gateway, demo.Value);
        }

        return services;
    }
}
