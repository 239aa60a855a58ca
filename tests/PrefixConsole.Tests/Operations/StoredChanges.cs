using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PrefixConsole.Gateway.Hosting;
using PrefixConsole.Operations;
using PrefixConsole.Routing.Strategies;
using PrefixConsole.Storage.Hosting;

namespace PrefixConsole.Tests.Operations;

/// <summary>Strategy changes over a real SQLite file, as the app hosts them.</summary>
internal sealed class StoredChanges : IAsyncDisposable
{
    private readonly IHost _host;

    private StoredChanges(IHost host) => _host = host;

    public StrategyChanges Changes => _host.Services.GetRequiredService<StrategyChanges>();

    public ScheduledChanges Schedule => _host.Services.GetRequiredService<ScheduledChanges>();

    public StrategyTrials Trials => _host.Services.GetRequiredService<StrategyTrials>();

    public StrategyStore Strategies => _host.Services.GetRequiredService<StrategyStore>();

    public static async Task<StoredChanges> StartAsync(string file, TimeProvider time)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = Environments.Production });
        builder.Configuration.AddInMemoryCollection([new("Storage:Path", file), new("Storage:OpenTimeout", "00:02:00")]);
        builder.Services.AddSingleton(time);
        builder.Services.AddLogging();
        builder.Services.AddStorage(builder.Configuration);
        builder.Services.AddPrefixGateway(builder.Configuration);
        builder.Services.AddSingleton<Acts>();
        builder.Services.AddSingleton<ChangeGuards>();
        builder.Services.AddSingleton<StrategyChanges>();
        builder.Services.AddSingleton<StrategyTrials>();
        builder.Services.AddSingleton<ScheduledChanges>();
        builder.Services.AddHostedService(sp => sp.GetRequiredService<StrategyTrials>());
        builder.Services.AddHostedService(sp => sp.GetRequiredService<StrategyChanges>());
        builder.Services.AddHostedService(sp => sp.GetRequiredService<ScheduledChanges>());
        var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        return new StoredChanges(host);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
