using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using PrefixConsole.Storage.Configuration;
using PrefixConsole.Storage.Model;

namespace PrefixConsole.Storage.Writing;

/// <summary>
/// Deletes what is too old, and the oldest decisions when they take too much room. Revisions are never deleted. Deletes in small steps, so
/// that the database is not held for long; used by one writer.
/// </summary>
public sealed class Retention(StoreState state, IOptions<StorageOptions> options, TimeProvider time)
{
    /// <summary>Time between two looks.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private const int Step = 2000;

    private static readonly TimeSpan s_sumAgain = TimeSpan.FromHours(1);

    private long? _last;

    // Summed now and then, counted between: the size of a row stands behind its content, so that a sum reads the whole table.
    private long? _bytes;
    private long _summed;

    /// <summary>So many bytes of decisions were stored.</summary>
    internal void Added(long bytes) => _bytes += bytes;

    internal async Task ApplyIfDueAsync(StoreConnection connection, CancellationToken cancellationToken)
    {
        if (_last is { } last && time.GetElapsedTime(last) < Interval)
        {
            return;
        }

        await ApplyAsync(connection, cancellationToken);
        _last = time.GetTimestamp();
    }

    internal async Task ApplyAsync(StoreConnection connection, CancellationToken cancellationToken)
    {
        var limits = options.Value;
        var now = time.GetUtcNow();
        await using var db = connection.Open();
        var deleted = await DeleteOldAsync(db, limits, now, cancellationToken);
        deleted += await DeleteBulkAsync(db, limits.DecisionMegabytes * 1024L * 1024L, cancellationToken);
        if (deleted > 0 && connection.File is not null)
        {
            await db.Database.ExecuteSqlRawAsync("PRAGMA incremental_vacuum", cancellationToken);
        }
    }

    private async Task<int> DeleteOldAsync(ConsoleDb db, StorageOptions limits, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var decisionsBefore = now - limits.DecisionAge;
        var auditBefore = now - limits.AuditAge;
        var samplesBefore = (now - limits.SampleAge).ToUnixTimeSeconds();
        var deleted = 0;
        int step;
        do
        {
            var old = await db.Decisions.Where(d => d.At < decisionsBefore).OrderBy(d => d.At).Take(Step).Select(d => new { d.Id, d.Bytes }).ToListAsync(cancellationToken);
            var ids = old.Select(d => d.Id).ToList();
            step = ids.Count == 0 ? 0 : await db.Decisions.Where(d => ids.Contains(d.Id)).ExecuteDeleteAsync(cancellationToken);
            _bytes -= old.Sum(d => (long)d.Bytes);
            deleted += step;
        }
        while (step == Step);

        deleted += await db.Samples.Where(s => s.At < samplesBefore).ExecuteDeleteAsync(cancellationToken);
        deleted += await db.Alerts.Where(a => a.At < auditBefore).ExecuteDeleteAsync(cancellationToken);
        return deleted + await DeleteAuditAsync(db, auditBefore, cancellationToken);
    }

    /// <summary>
    /// The only way by which entries of the audit log leave. The database refuses to delete any but those older than the bound in audit_retention,
    /// which is there for the length of this transaction and seen by nobody else.
    /// </summary>
    private static async Task<int> DeleteAuditAsync(ConsoleDb db, DateTimeOffset before, CancellationToken cancellationToken)
    {
        if (!await db.Audit.AnyAsync(a => a.At < before, cancellationToken))
        {
            return 0;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync($"""INSERT INTO audit_retention ("Before") VALUES ({before.UtcTicks})""", cancellationToken);
        var deleted = await db.Audit.Where(a => a.At < before).ExecuteDeleteAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync($"DELETE FROM audit_retention", cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return deleted;
    }

    private async Task<int> DeleteBulkAsync(ConsoleDb db, long most, CancellationToken cancellationToken)
    {
        if (_bytes is null || time.GetElapsedTime(_summed) > s_sumAgain)
        {
            _bytes = await db.Decisions.SumAsync(d => (long)d.Bytes, cancellationToken);
            _summed = time.GetTimestamp();
        }

        var bytes = _bytes.Value;
        var deleted = 0;
        while (bytes > most)
        {
            var oldest = await db.Decisions.OrderBy(d => d.Id).Take(Step).Select(d => new { d.Id, d.Bytes }).ToListAsync(cancellationToken);
            var count = 0;
            while (count < oldest.Count && bytes > most)
            {
                bytes -= oldest[count++].Bytes;
            }

            var last = oldest[count - 1].Id;
            deleted += await db.Decisions.Where(d => d.Id <= last).ExecuteDeleteAsync(cancellationToken);
            _bytes = bytes;
        }

        state.SetBytes(bytes);
        return deleted;
    }
}
