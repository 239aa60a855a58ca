using Microsoft.EntityFrameworkCore;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Storage.Model;
using PrefixConsole.Storage.Writing;

namespace PrefixConsole.Storage.Decisions;

/// <summary>Reads stored decisions.</summary>
public sealed class DecisionArchive(StoreConnection connection, StoreState state)
{
    /// <summary>Most decisions of one page.</summary>
    public const int PageLimit = 1000;

    /// <summary>Most stored decisions looked at for one page.</summary>
    public const int LookLimit = 5000;

    private const int Batch = 500;

    /// <summary>Whether nothing is stored by configuration; every answer is empty then.</summary>
    public bool IsOff => connection.IsOff;

    /// <summary>The newest with the id; null when it was not stored or is too old.</summary>
    /// <exception cref="StoreUnavailableException">The database does not answer.</exception>
    public async Task<DecisionEntry?> FindAsync(string id, CancellationToken cancellationToken)
    {
        if (IsOff)
        {
            return null;
        }

        return await StoreUnavailableException.GuardAsync(state, async () =>
        {
            id = ColumnText.Clean(id)!;
            await using var db = connection.Open();
            var row = await db.Decisions.AsNoTracking().Where(d => d.RequestId == id).OrderByDescending(d => d.Id).FirstOrDefaultAsync(cancellationToken);
            return row is null ? null : DecisionCodec.Unpack(row);
        });
    }

    /// <summary>Newest first, of a time range; at most <paramref name="count"/>, and at most <see cref="PageLimit"/>.</summary>
    /// <remarks>
    /// The database does all filters but those that have no column (<see cref="DecisionFilter.LooksInside"/>): rows are unpacked to see, no more
    /// than <see cref="LookLimit"/> of them, so that a filter that lets little pass answers in bounded time and says how far it got.
    /// </remarks>
    /// <exception cref="StoreUnavailableException">The database does not answer.</exception>
    public async Task<StoredSelection> ReadAsync(
        DecisionFilter filter, DateTimeOffset from, DateTimeOffset to, int count, long? before, CancellationToken cancellationToken)
    {
        if (IsOff)
        {
            return StoredSelection.None;
        }

        count = Math.Clamp(count, 1, PageLimit);
        return await StoreUnavailableException.GuardAsync(state, async () =>
        {
            await using var db = connection.Open();
            var found = new List<DecisionEntry>();
            var (lookedAt, next) = (0, before);
            while (found.Count < count && lookedAt < LookLimit)
            {
                // One more than wanted tells whether there is another page.
                var batch = filter.LooksInside ? Batch : count + 1;
                var rows = await Where(db.Decisions.AsNoTracking(), filter, from, to, next).OrderByDescending(d => d.Id).Take(batch).ToListAsync(cancellationToken);
                foreach (var row in rows.TakeWhile(_ => found.Count < count))
                {
                    (lookedAt, next) = (lookedAt + 1, row.Id);
                    var entry = DecisionCodec.Unpack(row);
                    if (filter.MatchesInside(entry))
                    {
                        found.Add(entry);
                    }
                }

                if (rows.Count < batch && (rows.Count == 0 || next == rows[^1].Id))
                {
                    return new StoredSelection(found, lookedAt, null);
                }
            }

            return new StoredSelection(found, lookedAt, next);
        });
    }

    private static IQueryable<DecisionRow> Where(
        IQueryable<DecisionRow> rows, DecisionFilter filter, DateTimeOffset from, DateTimeOffset to, long? before)
    {
        rows = rows.Where(d => d.At >= from && d.At < to);
        rows = before is { } id ? rows.Where(d => d.Id < id) : rows;
        rows = ColumnText.Clean(filter.Worker) is { } worker ? rows.Where(d => d.Worker == worker) : rows;
        rows = ColumnText.Clean(filter.Model) is { } model ? rows.Where(d => d.Model == model) : rows;
        rows = ColumnText.Clean(filter.Tenant) is { } tenant ? rows.Where(d => d.Tenant == tenant) : rows;
        rows = ColumnText.Clean(filter.Strategy) is { } strategy ? rows.Where(d => d.Strategy == strategy) : rows;
        rows = ColumnText.Clean(filter.Reason) is { } reason ? rows.Where(d => d.Reason == reason) : rows;
        rows = filter.Revision is { } revision ? rows.Where(d => d.Revision == revision) : rows;
        rows = filter.MaxMargin is { } margin ? rows.Where(d => d.Margin <= margin) : rows;
        rows = filter.ErrorsOnly ? rows.Where(d => d.Failed) : rows;
        rows = filter.RetriedOnly ? rows.Where(d => d.Retried) : rows;
        rows = filter.MispredictedOnly ? rows.Where(d => d.Mispredicted) : rows;
        return ColumnText.Clean(filter.Id) is { Length: > 0 } start ? rows.Where(d => d.RequestId.StartsWith(start)) : rows;
    }
}
