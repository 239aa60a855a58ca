using Microsoft.Extensions.DependencyInjection;

namespace PrefixConsole.Gateway.Configuration;

/// <summary>Has the host register the configured workers.</summary>
public static class ConfiguredWorkersExtensions
{
    /// <remarks>Needs what <c>AddGatewayTelemetry</c> registers. Hosts that bring their own fleet leave it out.</remarks>
    public static IServiceCollection AddConfiguredWorkers(this IServiceCollection services) => services.AddHostedService<ConfiguredWorkers>();
}
