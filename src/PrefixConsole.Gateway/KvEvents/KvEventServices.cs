using Microsoft.Extensions.DependencyInjection;

namespace PrefixConsole.Gateway.KvEvents;

/// <summary>Registers what takes KV events in, over ZMQ and HTTP.</summary>
public static class KvEventServices
{
    /// <remarks>Needs the fleet and its reported caches.</remarks>
    public static IServiceCollection AddKvEvents(this IServiceCollection services)
    {
        services.AddMetrics();
        services.AddSingleton<KvEventMetrics>();
        services.AddSingleton<KvReplays>();
        services.AddSingleton<KvFeedLanes>();
        services.AddSingleton(sp => new KvEventIngest(sp.GetRequiredService<KvFeedLanes>(), sp.GetRequiredService<KvEventMetrics>()));
        services.AddSingleton<KvSubscriptions>();
        services.AddSingleton<IKvTransports>(sp => sp.GetRequiredService<KvSubscriptions>());
        services.AddHostedService(sp => sp.GetRequiredService<KvSubscriptions>());
        return services;
    }
}
