using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Storage.Configuration;
using PrefixConsole.Storage.Decisions;
using PrefixConsole.Storage.Writing;

namespace PrefixConsole.Tests.Components;

/// <summary>A SQLite database with decisions in it, whose reads can be held up.</summary>
internal sealed class SlowDatabase : DbCommandInterceptor, IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();
    private volatile TaskCompletionSource? _held;

    public SlowDatabase()
    {
        var options = new StorageOptions { Provider = StorageProviders.Sqlite, Path = Path.Combine(_folder.FullName, "console.db") };
        Connection = new StoreConnection(options, _folder.FullName, this);
        using var db = Connection.Open();
        db.Database.Migrate();
    }

    public StoreConnection Connection { get; }

    public void Add(params DecisionEntry[] entries)
    {
        using var db = Connection.Open();
        foreach (var entry in entries)
        {
            db.Decisions.Add(DecisionCodec.Pack(entry));
            db.SaveChanges();
        }
    }

    /// <summary>Reads that start from now on wait until they are let go, whether they are still wanted or not.</summary>
    public void Hold() => _held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void LetGo()
    {
        _held?.TrySetResult();
        _held = null;
    }

    public override async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        if (_held is { } held)
        {
            await held.Task;
        }

        return result;
    }

    public void Dispose()
    {
        LetGo();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }
}
