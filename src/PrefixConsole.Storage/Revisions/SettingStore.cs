using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using PrefixConsole.Storage.Model;
using PrefixConsole.Storage.Writing;

namespace PrefixConsole.Storage.Revisions;

/// <summary>Small things made in the console that outlive it, as JSON under a key.</summary>
public sealed class SettingStore(StoreConnection connection, KeptWrites queue, StoreState state, TimeProvider time)
{
    /// <summary>The stored value; null when there is none or no database.</summary>
    /// <exception cref="StoreUnavailableException">The database does not answer.</exception>
    public async Task<T?> ReadAsync<T>(string key, CancellationToken cancellationToken)
        where T : class
    {
        if (connection.IsOff)
        {
            return null;
        }

        var value = await StoreUnavailableException.GuardAsync(state, async () =>
        {
            await using var db = connection.Open();
            return await db.Settings.AsNoTracking().Where(s => s.Key == key).Select(s => s.Value).FirstOrDefaultAsync(cancellationToken);
        });
        return value is null ? null : JsonSerializer.Deserialize<T>(value);
    }

    /// <returns>Completes when it is stored; at once without a database.</returns>
    public Task WriteAsync<T>(string key, T value) =>
        queue.SetAsync(new SettingRow { Key = key, Value = JsonSerializer.Serialize(value), At = time.GetUtcNow() });
}
