using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using PrefixConsole.Routing.Strategies;
using PrefixConsole.Storage.Audit;
using PrefixConsole.Storage.Configuration;
using PrefixConsole.Storage.Revisions;
using PrefixConsole.Storage.Writing;

namespace PrefixConsole.Tests.Operations;

/// <summary>A store over a real SQLite file whose database can be away at the start and come back later.</summary>
internal sealed class LateStore : IAsyncDisposable
{
    private readonly Gate _gate = new();
    private readonly StoreConnection _connection;
    private readonly KeptWrites _kept;
    private readonly StoreWriter _writer;

    public LateStore(string file, bool open)
    {
        _gate.IsOpen = open;
        var options = Options.Create(new StorageOptions { Provider = StorageProviders.Sqlite, Path = file, OpenTimeout = TimeSpan.FromMinutes(2), RetryInterval = TimeSpan.FromMilliseconds(50) });
        var connection = _connection = new StoreConnection(options.Value, Path.GetTempPath(), _gate);
        State = new StoreState(connection, TimeProvider.System);
        var kept = _kept = new KeptWrites(connection, State);
        Settings = new SettingStore(connection, kept, State, TimeProvider.System);
        Audit = new AuditLog(connection, kept, State, TimeProvider.System);
        _writer = new StoreWriter(
            connection, State, kept, new SampledWrites(connection, State), new Retention(State, options, TimeProvider.System), options, TimeProvider.System, NullLogger<StoreWriter>.Instance);
    }

    public StoreState State { get; }

    public SettingStore Settings { get; }

    public AuditLog Audit { get; }

    public static string NewFile() => Path.Combine(Path.GetTempPath(), "prefixconsole-tests", Guid.NewGuid().ToString("N"), "console.db");

    public async Task<LateStore> StartAsync()
    {
        await _writer.StartAsync(TestContext.Current.CancellationToken);
        return this;
    }

    /// <summary>What brings the revisions of earlier runs back.</summary>
    public StrategyKeeper Keeper(StrategyStore strategies) => new(strategies, _connection, State, _kept, Settings, Audit, NullLogger<StrategyKeeper>.Instance);

    /// <summary>Keys of the settings in the database, in order.</summary>
    public async Task<string[]> KeysAsync()
    {
        await using var db = _connection.Open();
        return await db.Settings.Select(s => s.Key).Order().ToArrayAsync(TestContext.Current.CancellationToken);
    }

    public void ComeBack() => _gate.IsOpen = true;

    public async ValueTask DisposeAsync()
    {
        await _writer.StopAsync(CancellationToken.None);
        _writer.Dispose();
    }

    private sealed class Gate : DbConnectionInterceptor
    {
        public volatile bool IsOpen;

        public override ValueTask<InterceptionResult> ConnectionOpeningAsync(
            DbConnection connection, ConnectionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default) =>
            IsOpen ? ValueTask.FromResult(result) : throw new IOException("the database is away");
    }
}
