using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Routing.Strategies;
using PrefixConsole.Storage.Audit;
using PrefixConsole.Storage.Configuration;
using PrefixConsole.Storage.Decisions;
using PrefixConsole.Storage.Fleet;
using PrefixConsole.Storage.Revisions;
using PrefixConsole.Storage.Writing;

namespace PrefixConsole.Storage.Tests.Running;

/// <summary>All of storage over one database, as the app puts it together; start, stop and start another on the same database.</summary>
internal sealed class TestStore : IAsyncDisposable
{
    private readonly IHostedService[] _services;

    /// <param name="options">Where.</param>
    /// <param name="configured">Strategy of the configuration.</param>
    /// <param name="interceptor">Sees every command.</param>
    /// <param name="clock">That of the writer, which else runs on as the machine's does: it paces itself and tries again.</param>
    public TestStore(StorageOptions options, StrategySpec? configured = null, IInterceptor? interceptor = null, TimeProvider? clock = null)
    {
        var wrapped = Options.Create(options);
        Connection = new StoreConnection(options, Path.GetTempPath(), interceptor);
        State = new StoreState(Connection, Time);
        Writes = new KeptWrites(Connection, State);
        Sampled = new SampledWrites(Connection, State);
        Settings = new SettingStore(Connection, Writes, State, Time);
        Audit = new AuditLog(Connection, Writes, State, Time);
        Decisions = new DecisionArchive(Connection, State);
        Samples = new SampleArchive(Connection, State);
        Retention = new Retention(State, wrapped, Time);
        Strategies = new StrategyStore(new StrategyCatalog(), Time, configured ?? new StrategySpec { Name = StrategyNames.ApproximatePrefix }, seed: 1);
        var writer = new StoreWriter(Connection, State, Writes, Sampled, Retention, wrapped, clock ?? TimeProvider.System, NullLogger<StoreWriter>.Instance);
        _services =
        [
            writer,
            new StrategyKeeper(Strategies, Connection, State, Writes, Settings, Audit, NullLogger<StrategyKeeper>.Instance),
            new DecisionRecorder(Log, Sampled, Connection, State, wrapped, Time),
        ];
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));

    public StoreConnection Connection { get; }

    public StoreState State { get; }

    public KeptWrites Writes { get; }

    public SampledWrites Sampled { get; }

    public SettingStore Settings { get; }

    public AuditLog Audit { get; }

    public DecisionArchive Decisions { get; }

    public SampleArchive Samples { get; }

    public Retention Retention { get; }

    public StrategyStore Strategies { get; }

    public DecisionLog Log { get; } = new(1000);

    public static StorageOptions Sqlite(string? path = null) => new()
    {
        Provider = StorageProviders.Sqlite,
        Path = path ?? NewFile(),
        // a slow disk is no fault here
        OpenTimeout = TimeSpan.FromMinutes(2),
        RetryInterval = TimeSpan.FromMilliseconds(100),
    };

    public static string NewFile() => Path.Combine(Path.GetTempPath(), "prefixconsole-tests", Guid.NewGuid().ToString("N"), "console.db");

    public async Task<TestStore> StartAsync()
    {
        foreach (var service in _services)
        {
            await service.StartAsync(TestContext.Current.CancellationToken);
        }

        return this;
    }

    public Task AuditAsync(string action, string who = "ada", string target = "t", string result = "done") =>
        Audit.AppendAsync(who, "operator", "test", action, target, result, "because");

    public async Task UntilAsync(Func<StoreView, bool> condition, string what)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        State.Changed += Look;
        try
        {
            Look();
            await reached.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"not seen: {what}; the store is {State.View}");
        }
        finally
        {
            State.Changed -= Look;
        }

        void Look()
        {
            if (condition(State.View))
            {
                reached.TrySetResult();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var service in _services.Reverse())
        {
            await service.StopAsync(CancellationToken.None);
        }

        ((IDisposable)_services[0]).Dispose();
    }
}
