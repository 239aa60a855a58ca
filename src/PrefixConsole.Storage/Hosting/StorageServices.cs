using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using PrefixConsole.Storage.Audit;
using PrefixConsole.Storage.Configuration;
using PrefixConsole.Storage.Decisions;
using PrefixConsole.Storage.Fleet;
using PrefixConsole.Storage.Revisions;
using PrefixConsole.Storage.Writing;

namespace PrefixConsole.Storage.Hosting;

public static class StorageServices
{
    /// <summary>
    /// Revisions, audit, sampled decisions and fleet history. Register it before the services that start traffic: hosted services start in
    /// order, and the revisions of the last run must be back before the first decision. The writer comes first, so that it stops last.
    /// </summary>
    public static IServiceCollection AddStorage(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<StorageOptions>().Bind(configuration.GetSection(StorageOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<StorageOptions>, ValidateStorageOptions>();
        services.AddSingleton(sp => new StoreConnection(
            sp.GetRequiredService<IOptions<StorageOptions>>().Value, sp.GetRequiredService<IHostEnvironment>().ContentRootPath));
        services.AddSingleton<StoreState>();
        services.AddSingleton<KeptWrites>();
        services.AddSingleton<SampledWrites>();
        services.AddSingleton<Retention>();
        services.AddSingleton<SettingStore>();
        services.AddSingleton<AuditLog>();
        services.AddSingleton<DecisionArchive>();
        services.AddSingleton<SampleArchive>();
        services.AddSingleton<FleetHistory>();
        services.AddSingleton<AccuracyHistory>();
        services.AddSingleton<AlertArchive>();
        services.AddHostedService<StoreWriter>();
        services.AddSingleton<StrategyKeeper>();
        services.AddHostedService(sp => sp.GetRequiredService<StrategyKeeper>());
        services.AddHostedService<DecisionRecorder>();
        services.AddSingleton<SampleRecorder>();
        services.AddHostedService(sp => sp.GetRequiredService<SampleRecorder>());
        return services;
    }
}
