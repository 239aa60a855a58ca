namespace PrefixConsole.Operations;

internal static class KeptFleetServices
{
    /// <summary>What operators did to the fleet. Register it after what adds the configured workers and before what probes them.</summary>
    public static IServiceCollection AddKeptFleet(this IServiceCollection services)
    {
        services.AddSingleton<FleetBook>();
        services.AddHostedService(sp => sp.GetRequiredService<FleetBook>());
        services.AddSingleton<LabelBook>();
        services.AddHostedService(sp => sp.GetRequiredService<LabelBook>());
        services.AddSingleton<LabelRuleBook>();
        services.AddHostedService(sp => sp.GetRequiredService<LabelRuleBook>());
        services.AddSingleton<LabelRuleActs>();
        return services;
    }
}
