using Microsoft.EntityFrameworkCore;
using PrefixConsole.Storage.Model;
using PrefixConsole.Storage.Writing;

namespace PrefixConsole.Storage.Fleet;

/// <summary>Reads when alerts began and ended to fire.</summary>
public sealed class AlertArchive(StoreConnection connection, StoreState state)
{
    /// <summary>Newest first; empty without a database.</summary>
    /// <exception cref="StoreUnavailableException">The database does not answer.</exception>
    public async Task<IReadOnlyList<AlertRow>> ReadAsync(int count, CancellationToken cancellationToken)
    {
        if (connection.IsOff)
        {
            return [];
        }

        return await StoreUnavailableException.GuardAsync(state, async () =>
        {
            await using var db = connection.Open();
            return await db.Alerts.AsNoTracking().OrderByDescending(a => a.At).Take(count).ToListAsync(cancellationToken);
        });
    }
}
