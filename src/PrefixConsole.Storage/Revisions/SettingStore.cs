using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using PrefixConsole.Storage.Model;
using PrefixConsole.Storage.Writing;

namespace PrefixConsole.Storage.Revisions;

/// <summary>Small things made in the console that outlive it, as JSON under a key.</summary>
public sealed partial class SettingStore(
    StoreConnection connection, KeptWrites queue, StoreState state, TimeProvider time, ILogger<SettingStore>? logger = null)
{
    private readonly ILogger _log = logger ?? NullLogger<SettingStore>.Instance;

    /// <summary>The value last written, stored or on its way; null when there is none, no database, or one that this version cannot read.</summary>
    /// <exception cref="StoreUnavailableException">The database does not answer.</exception>
    public async Task<T?> ReadAsync<T>(string key, CancellationToken cancellationToken)
        where T : class
    {
        if (connection.IsOff)
        {
            return null;
        }

        var value = queue.WaitingSetting(key) ?? await StoreUnavailableException.GuardAsync(state, async () =>
        {
            await using var db = connection.Open();
            return await db.Settings.AsNoTracking().Where(s => s.Key == key).Select(s => s.Value).FirstOrDefaultAsync(cancellationToken);
        });
        return value is null ? null : Parse<T>(key, value);
    }

    /// <summary>Reads a setting now, or when the database first answers.</summary>
    /// <param name="key">Of the setting.</param>
    /// <param name="take">Is given the value once, null when there is none.</param>
    /// <param name="cancellationToken">Of the start.</param>
    public Task<SettingLoad> LoadAsync<T>(string key, Action<T?> take, CancellationToken cancellationToken)
        where T : class => LoadAsync(async stop => take(await ReadAsync<T>(key, stop)), cancellationToken);

    /// <summary>Reads now, or when the database first answers.</summary>
    internal Task<SettingLoad> LoadAsync(Func<CancellationToken, Task> read, CancellationToken cancellationToken) =>
        SettingLoad.StartAsync(state, read, cancellationToken);

    /// <summary>Those whose key begins so and that are on their way, newest first: what an earlier run left in the spool, also without the database.</summary>
    internal IReadOnlyList<SettingRow> Waiting(string start) => NewestFirst(queue.WaitingSettings(start));

    /// <summary>Those whose key begins so, stored or on their way, newest first.</summary>
    /// <exception cref="StoreUnavailableException">The database does not answer.</exception>
    internal async Task<IReadOnlyList<SettingRow>> ReadAllAsync(string start, CancellationToken cancellationToken)
    {
        if (connection.IsOff)
        {
            return [];
        }

        // What waits first: it may be stored in between, and must not be missed.
        var waiting = queue.WaitingSettings(start);
        var stored = await StoreUnavailableException.GuardAsync(state, async () =>
        {
            await using var db = connection.Open();
            return await db.Settings.AsNoTracking().Where(s => s.Key.StartsWith(start)).ToListAsync(cancellationToken);
        });
        return NewestFirst(waiting.Concat(stored).DistinctBy(s => s.Key));
    }

    /// <summary>Null when this version cannot read it.</summary>
    internal T? Parse<T>(string key, string value)
        where T : class
    {
        try
        {
            return value == SettingRow.Removed ? null : JsonSerializer.Deserialize<T>(value);
        }
        catch (JsonException error)
        {
            LogUnreadable(_log, key, error.Message);
            return null;
        }
    }

    /// <returns>Completes when it is gone; at once without a database.</returns>
    internal Task RemoveAsync(string key) => queue.SetAsync(new SettingRow { Key = key, Value = SettingRow.Removed, At = time.GetUtcNow() });

    /// <returns>Completes when it is stored; at once without a database.</returns>
    public Task WriteAsync<T>(string key, T value) =>
        queue.SetAsync(new SettingRow { Key = key, Value = JsonSerializer.Serialize(value), At = time.GetUtcNow() });

    private static SettingRow[] NewestFirst(IEnumerable<SettingRow> settings) => [.. settings.Where(s => s.Value != SettingRow.Removed).OrderByDescending(s => s.At)];

    [LoggerMessage(LogLevel.Error, "The stored setting {Key} cannot be read by this version and does not count: {Cause}")]
    private static partial void LogUnreadable(ILogger logger, string key, string cause);
}
