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
        try
        {
            return value is null ? null : JsonSerializer.Deserialize<T>(value);
        }
        catch (JsonException error)
        {
            LogUnreadable(_log, key, error.Message);
            return null;
        }
    }

    /// <summary>Reads a setting now, or when the database first answers.</summary>
    /// <param name="key">Of the setting.</param>
    /// <param name="take">Is given the value once, null when there is none.</param>
    /// <param name="cancellationToken">Of the start.</param>
    public Task<SettingLoad> LoadAsync<T>(string key, Action<T?> take, CancellationToken cancellationToken)
        where T : class => SettingLoad.StartAsync(state, async stop => take(await ReadAsync<T>(key, stop)), cancellationToken);

    /// <returns>Completes when it is stored; at once without a database.</returns>
    public Task WriteAsync<T>(string key, T value) =>
        queue.SetAsync(new SettingRow { Key = key, Value = JsonSerializer.Serialize(value), At = time.GetUtcNow() });

    [LoggerMessage(LogLevel.Error, "The stored setting {Key} cannot be read by this version and does not count: {Cause}")]
    private static partial void LogUnreadable(ILogger logger, string key, string cause);
}
