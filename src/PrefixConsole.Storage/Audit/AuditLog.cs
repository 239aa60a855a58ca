using Microsoft.EntityFrameworkCore;
using PrefixConsole.Storage.Model;
using PrefixConsole.Storage.Writing;

namespace PrefixConsole.Storage.Audit;

/// <summary>Who changed what. Append-only, in the database too, which refuses all else: there is no way to change or remove an entry but its age.</summary>
public sealed class AuditLog(StoreConnection connection, KeptWrites queue, StoreState state, TimeProvider time)
{
    /// <summary>Entries of one page at most.</summary>
    public const int PageLimit = 1000;

    /// <summary>Newest entries held in memory: all there are without a database, and those it does not have yet.</summary>
    public const int MemoryLimit = 2000;

    private readonly Lock _gate = new();
    private readonly LinkedList<AuditRow> _recent = new();
    private DateTimeOffset _last;

    /// <summary>Raised when an entry was added; handlers only signal.</summary>
    public event Action? Changed;

    /// <summary>Adds an entry.</summary>
    /// <returns>Completes when it is on a disk; at once without a database.</returns>
    public Task AppendAsync(
        string who, string role, string origin, string action, string target, string result, string note = "", string? before = null, string? after = null)
    {
        var row = new AuditRow
        {
            Id = Guid.CreateVersion7(time.GetUtcNow()),
            At = NextTime(),
            Who = who,
            Role = role,
            Origin = origin,
            Action = action,
            Target = target,
            Before = before,
            After = after,
            Result = result,
            Note = note,
        };
        // Also without a database, whose queue would do it.
        RowText.Fit(row);
        lock (_gate)
        {
            _recent.AddFirst(row);
            if (_recent.Count > MemoryLimit)
            {
                _recent.RemoveLast();
            }
        }

        var stored = queue.AddAsync(row);
        Changed?.Invoke();
        return stored;
    }

    /// <summary>Newest first. While the database is gone: what is in memory.</summary>
    public async Task<(IReadOnlyList<AuditRow> Rows, string? Problem)> ReadAsync(AuditFilter filter, int count, CancellationToken cancellationToken)
    {
        count = Math.Clamp(count, 1, PageLimit);
        filter = filter with { Who = ColumnText.Clean(filter.Who), Action = ColumnText.Clean(filter.Action), Target = ColumnText.Clean(filter.Target) };
        var recent = Recent(filter, count);
        if (connection.IsOff)
        {
            return (recent, null);
        }

        try
        {
            var stored = await StoreUnavailableException.GuardAsync(state, () => StoredAsync(filter, count, cancellationToken));
            // What waits is newer than what is stored, or as new.
            return ([.. recent.Concat(stored).DistinctBy(r => r.Id).OrderByDescending(r => r.At).ThenByDescending(r => r.Id).Take(count)], null);
        }
        catch (StoreUnavailableException error)
        {
            return (recent, error.Message + " Shown is what is in memory.");
        }
    }

    /// <summary>Rises with every entry, so that their order is known even within one tick of the clock.</summary>
    private DateTimeOffset NextTime()
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            return _last = now > _last ? now : _last.AddTicks(1);
        }
    }

    private List<AuditRow> Recent(AuditFilter filter, int count)
    {
        lock (_gate)
        {
            var before = filter.Before is { } id ? _recent.FirstOrDefault(r => r.Id == id) : null;
            return filter.Before is not null && before is null
                ? []
                : [.. _recent.SkipWhile(r => before is not null && r != before).Skip(before is null ? 0 : 1).Where(r => Matches(r, filter)).Take(count)];
        }
    }

    private static bool Matches(AuditRow row, AuditFilter filter) =>
        (filter.Who is null || row.Who == filter.Who)
        && (filter.Action is null || row.Action == filter.Action || row.Action.StartsWith(filter.Action + ".", StringComparison.Ordinal))
        && (filter.Target is null || row.Target == filter.Target)
        && (filter.Result is null || row.Result == filter.Result)
        && (filter.From is null || row.At >= filter.From)
        && (filter.To is null || row.At < filter.To);

    private async Task<List<AuditRow>> StoredAsync(AuditFilter filter, int count, CancellationToken cancellationToken)
    {
        await using var db = connection.Open();
        var rows = db.Audit.AsNoTracking();
        if (filter.Before is { } id && await rows.Where(r => r.Id == id).Select(r => (DateTimeOffset?)r.At).FirstOrDefaultAsync(cancellationToken) is { } at)
        {
            rows = rows.Where(r => r.At < at || (r.At == at && r.Id.CompareTo(id) < 0));
        }

        rows = filter.Who is { } who ? rows.Where(r => r.Who == who) : rows;
        rows = filter.Action is { } action ? rows.Where(r => r.Action == action || r.Action.StartsWith(action + ".")) : rows;
        rows = filter.Target is { } target ? rows.Where(r => r.Target == target) : rows;
        rows = filter.Result is { } result ? rows.Where(r => r.Result == result) : rows;
        rows = filter.From is { } from ? rows.Where(r => r.At >= from) : rows;
        rows = filter.To is { } to ? rows.Where(r => r.At < to) : rows;
        return await rows.OrderByDescending(r => r.At).ThenByDescending(r => r.Id).Take(count).ToListAsync(cancellationToken);
    }
}
