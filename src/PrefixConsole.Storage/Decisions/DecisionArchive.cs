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

    /// <summary>Newest first, of a time range; <see cref="DecisionEntry.Sequence"/> of the last is the next page's <paramref name="before"/>.</summary>
    /// <exception cref="StoreUnavailableException">The database does not answer.</exception>
    public async Task<IReadOnlyList<DecisionEntry>> ReadAsync(
        DecisionFilter filter, DateTimeOffset from, DateTimeOffset to, int count, long? before, CancellationToken cancellationToken)
    {
        if (IsOff)
        {
            return [];
        }

        return await StoreUnavailableException.GuardAsync(state, async () =>
        {
            await using var db = connection.Open();
            var rows = await Where(db.Decisions.AsNoTracking(), filter, from, to, before)
                .OrderByDescending(d => d.Id)
                .Take(Math.Clamp(count, 1, PageLimit))
                .ToListAsync(cancellationToken);
            return rows.ConvertAll(DecisionCodec.Unpack);
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
