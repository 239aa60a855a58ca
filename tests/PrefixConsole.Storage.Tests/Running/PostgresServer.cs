using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;
using PrefixConsole.Storage.Configuration;
using PrefixConsole.Storage.Tests.Running;

[assembly: AssemblyFixture(typeof(PostgresServer))]

namespace PrefixConsole.Storage.Tests.Running;

/// <summary>A PostgreSQL of the system's packages in a folder of its own, on a free port. It can be stopped and started again.</summary>
public sealed class PostgresServer : IAsyncLifetime
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    private readonly string _folder = Path.Combine(Path.GetTempPath(), "prefixconsole-pg-" + Guid.NewGuid().ToString("N")[..8]);
    private readonly string _programs = FindPrograms();
    private readonly int _port = FreePort();
    private int _databases;

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(_folder);
        if (Environment.UserName == "root")
        {
            // PostgreSQL refuses to run as root.
            await RunAsync("chown", ["postgres", _folder], asServer: false);
        }

        await RunAsync(Path.Combine(_programs, "initdb"), ["-D", Path.Combine(_folder, "data"), "-A", "trust", "-U", "postgres", "--no-sync"]);
        await StartAsync();
    }

    public Task StartAsync() => RunAsync(
        Path.Combine(_programs, "pg_ctl"),
        ["-D", Path.Combine(_folder, "data"), "-w", "-l", Path.Combine(_folder, "log"), "-o", $"-p {_port} -k {_folder} -c listen_addresses=127.0.0.1 -c fsync=off", "start"]);

    public Task StopAsync() => RunAsync(Path.Combine(_programs, "pg_ctl"), ["-D", Path.Combine(_folder, "data"), "-w", "-m", "immediate", "stop"]);

    /// <summary>A new, empty database of a provider: here, or a file.</summary>
    public async Task<StorageOptions> OptionsAsync(string provider) => provider == StorageProviders.Sqlite ? TestStore.Sqlite() : new StorageOptions
    {
        Provider = provider,
        ConnectionString = await CreateDatabaseAsync(),
        OpenTimeout = TimeSpan.FromMinutes(2),
        RetryInterval = TimeSpan.FromMilliseconds(100),
    };

    private async Task<string> CreateDatabaseAsync()
    {
        var name = $"test{Interlocked.Increment(ref _databases)}";
        await using var admin = NpgsqlDataSource.Create(ConnectionString("postgres"));
        await using var command = admin.CreateCommand($"CREATE DATABASE {name}");
        await command.ExecuteNonQueryAsync();
        return ConnectionString(name);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private string ConnectionString(string database) => $"Host=127.0.0.1;Port={_port};Username=postgres;Database={database};Timeout=5";

    private static string FindPrograms()
    {
        const string Debian = "/usr/lib/postgresql";
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Concat(Directory.Exists(Debian) ? Directory.GetDirectories(Debian).Order().Reverse().Select(v => Path.Combine(v, "bin")) : []);
        return folders.FirstOrDefault(f => File.Exists(Path.Combine(f, "initdb")) && File.Exists(Path.Combine(f, "pg_ctl")))
            ?? throw new InvalidOperationException("PostgreSQL is needed: apt-get install postgresql");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task RunAsync(string program, string[] arguments, bool asServer = true)
    {
        var drops = asServer && Environment.UserName == "root";
        var start = new ProcessStartInfo(drops ? "runuser" : program) { WorkingDirectory = Path.GetTempPath() };
        foreach (var argument in (string[])[.. drops ? (string[])["-u", "postgres", "--", program] : [], .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        await process.WaitForExitAsync().WaitAsync(s_limit);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} exited with {process.ExitCode}");
        }
    }
}
