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

    /// <summary>The last row of each rule that has one.</summary>
    /// <exception cref="StoreUnavailableException">The database does not answer.</exception>
    public async Task<IReadOnlyDictionary<string, AlertRow>> LatestAsync(IEnumerable<string> rules, CancellationToken cancellationToken)
    {
        var latest = new Dictionary<string, AlertRow>();
        if (connection.IsOff)
        {
            return latest;
        }

        return await StoreUnavailableException.GuardAsync(state, async () =>
        {
            await using var db = connection.Open();
            foreach (var rule in rules)
            {
                if (await db.Alerts.AsNoTracking().Where(a => a.Rule == rule).OrderByDescending(a => a.At).FirstOrDefaultAsync(cancellationToken) is { } row)
                {
                    latest[rule] = row;
                }
            }

            return latest;
        });
    }
}
