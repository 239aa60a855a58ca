using Microsoft.AspNetCore.SignalR;

namespace PrefixConsole.Live;

/// <summary>Registers and maps <see cref="TelemetryHub"/>.</summary>
public static class TelemetryHubExtensions
{
    /// <remarks>Messages from clients are small filters: 16 KiB is plenty.</remarks>
    public static IServiceCollection AddTelemetryHub(this IServiceCollection services)
    {
        services.AddSignalR().AddHubOptions<TelemetryHub>(options =>
        {
            options.MaximumReceiveMessageSize = 16 * 1024;
            options.AddFilter<CurrentOnly>();
        });
        services.AddSingleton<CurrentOnly>();
        services.AddSingleton<OpenConnections>();
        return services;
    }

    /// <summary>Maps <see cref="TelemetryHub.Path"/>. The caller binds it to the console's listener, behind <c>UseAllowLoopbackHosts</c>.</summary>
    public static HubEndpointConventionBuilder MapTelemetryHub(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapHub<TelemetryHub>(TelemetryHub.Path);
}
