using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;
using PrefixConsole.Storage.Configuration;
using PrefixConsole.Storage.Model;

namespace PrefixConsole.Storage.Writing;

/// <summary>Where the database is and how to open it.</summary>
public sealed class StoreConnection
{
    // Below the time an operator's click may take: a database that does not answer is gone.
    private const int CommandSeconds = 10;

    private readonly DbContextOptions<SqliteConsoleDb>? _sqlite;
    private readonly DbContextOptions<PostgresConsoleDb>? _postgres;

    /// <param name="options">Checked options.</param>
    /// <param name="root">Folder that a relative path starts at.</param>
    /// <param name="interceptor">Sees every command; for tests.</param>
    public StoreConnection(StorageOptions options, string root, IInterceptor? interceptor = null)
    {
        IInterceptor[] interceptors = interceptor is null ? [] : [interceptor];
        Provider = options.Provider;
        switch (options.Provider)
        {
            case StorageProviders.Sqlite:
                File = Path.GetFullPath(options.Path, root);
                Location = File;
                SpoolFile = File + ".spool";
                var source = new SqliteConnectionStringBuilder { DataSource = File, DefaultTimeout = CommandSeconds };
                _sqlite = new DbContextOptionsBuilder<SqliteConsoleDb>().UseSqlite(source.ToString()).AddInterceptors(interceptors).Options;
                break;
            case StorageProviders.PostgreSql:
                var server = new NpgsqlConnectionStringBuilder(options.ConnectionString) { CommandTimeout = CommandSeconds };
                // One that was set stays.
                server.Timeout = Math.Min(server.Timeout, CommandSeconds);
                Location = $"{server.Host}:{server.Port}/{server.Database}";
                // Where the file would lie: two processes with a Storage:Path each do not share a spool.
                var beside = string.IsNullOrWhiteSpace(options.Path) ? new StorageOptions().Path : options.Path;
                SpoolFile = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(beside, root))!, "prefixconsole.spool");
                _postgres = new DbContextOptionsBuilder<PostgresConsoleDb>().UseNpgsql(server.ToString()).AddInterceptors(interceptors).Options;
                break;
            default:
                Location = "memory";
                break;
        }
    }

    public string Provider { get; }

    /// <summary>What to show; has no password.</summary>
    public string Location { get; }

    /// <summary>The SQLite file; null for another provider.</summary>
    public string? File { get; }

    /// <summary>Where kept writes wait when the database does not take them; null without a database.</summary>
    public string? SpoolFile { get; }

    public bool IsOff => _sqlite is null && _postgres is null;

    /// <exception cref="InvalidOperationException">There is no database.</exception>
    public ConsoleDb Open() =>
        _sqlite is not null ? new SqliteConsoleDb(_sqlite)
        : _postgres is not null ? new PostgresConsoleDb(_postgres)
        : throw new InvalidOperationException("no database is configured");

    /// <summary>Brings the schema up to date.</summary>
    internal async Task MigrateAsync(CancellationToken cancellationToken)
    {
        if (File is not null)
        {
            PrivateFiles.CreateFolder(Path.GetDirectoryName(File)!);
            // SQLite would make it with the umask's rights, and gives its log beside it those of the file.
            await PrivateFiles.Open(File).DisposeAsync();
        }

        await using var db = Open();
        if (File is not null)
        {
            // Before the first table: readers do not wait for the writer, and deleted pages can be given back.
            await db.Database.ExecuteSqlRawAsync("PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL;", cancellationToken);

            // A start that ended in the middle of a migration leaves its lock in the file, and the next would wait for it for ever. No
            // other process is at it: the writer holds the file for itself.
            await db.Database.ExecuteSqlRawAsync("DROP TABLE IF EXISTS \"__EFMigrationsLock\";", cancellationToken);
        }

        await db.Database.MigrateAsync(cancellationToken);
    }

    /// <summary>Drops idle connections, which would keep the file open.</summary>
    internal void Close()
    {
        if (_sqlite is not null)
        {
            using var db = Open();
            SqliteConnection.ClearPool((SqliteConnection)db.Database.GetDbConnection());
        }
        else if (_postgres is not null)
        {
            using var db = Open();
            NpgsqlConnection.ClearPool((NpgsqlConnection)db.Database.GetDbConnection());
        }
    }
}
