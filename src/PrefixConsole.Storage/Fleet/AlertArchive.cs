using Microsoft.EntityFrameworkCore;
using PrefixConsole.Storage.Model;
using PrefixConsole.Storage.Writing;

namespace PrefixConsole.Storage.Fleet;

/// <summary>Reads when alerts began and ended to fire.</summary>
public sealed class AlertArchive(StoreConnection connection, StoreState state)
{
    /// <summary>Newest first; empty without a database.</summary>
    /// <param name="filter">Of which rule, and of which time.</param>
    /// <param name="before">Only rows older than this one, which is that of the filter; null for the newest.</param>
    /// <param name="count">At most.</param>
    /// <param name="cancellationToken">Nobody waits for it any more.</param>
    /// <exception cref="StoreUnavailableException">The database does not answer.</exception>
    public async Task<IReadOnlyList<AlertRow>> ReadAsync(AlertHistoryFilter filter, AlertRow? before, int count, CancellationToken cancellationToken)
    {
        if (connection.IsOff)
        {
            return [];
        }

        return await StoreUnavailableException.GuardAsync(state, async () =>
        {
            await using var db = connection.Open();
            var rows = db.Alerts.AsNoTracking();
            rows = filter.Rule is { } rule ? rows.Where(a => a.Rule == rule) : rows;
            rows = filter.From is { } from ? rows.Where(a => a.At >= from) : rows;
            rows = filter.To is { } to ? rows.Where(a => a.At < to) : rows;
            if (before is { At: var at, Id: var id })
            {
                rows = rows.Where(a => a.At < at || (a.At == at && a.Id.CompareTo(id) < 0));
            }

            return await rows.OrderByDescending(a => a.At).ThenByDescending(a => a.Id).Take(count).ToListAsync(cancellationToken);
        });
    }

    /// <summary>A row by its id; null without one, or without a database.</summary>
    /// <exception cref="StoreUnavailableException">The database does not answer.</exception>
    public async Task<AlertRow?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        if (connection.IsOff)
        {
            return null;
        }

        return await StoreUnavailableException.GuardAsync(state, async () =>
        {
            await using var db = connection.Open();
            return await db.Alerts.AsNoTracking().FirstOrDefaultAsync(a => a.Id == id, cancellationToken);
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
