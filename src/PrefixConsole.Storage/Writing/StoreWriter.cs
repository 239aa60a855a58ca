using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Storage.Configuration;
using PrefixConsole.Storage.Decisions;
using PrefixConsole.Storage.Model;

namespace PrefixConsole.Storage.Writing;

/// <summary>
/// The one writer of the database: kept rows first, then decisions and samples in batches, then retention. While the database is gone it
/// spools kept rows and tries again at intervals; decisions and samples of that time are lost and counted.
/// </summary>
public sealed partial class StoreWriter(
    StoreConnection connection,
    StoreState state,
    KeptWrites kept,
    SampledWrites lossy,
    Retention retention,
    IOptions<StorageOptions> options,
    TimeProvider time,
    ILogger<StoreWriter> logger) : IHostedService, IDisposable
{
    private const int KeptBatch = 200;
    private const int LossyBatch = 500;

    // Rows come one at a time; a second of them costs one transaction.
    private static readonly TimeSpan s_pace = TimeSpan.FromSeconds(1);

    // Below what an answer waits for its audit entry.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _wake = new(0, 1);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _spooling = new();
    private StoreSpool? _spool;
    private FileStream? _lock;
    private Task _loop = Task.CompletedTask;
    private bool _spoolUsed;

    /// <summary>
    /// Opens the database, or goes on without it after <see cref="StorageOptions.OpenTimeout"/>. What an earlier run left in the spool is
    /// stored before others read: they would take up an older state.
    /// </summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (connection.IsOff)
        {
            return;
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(options.Value.OpenTimeout);
        if (await OpenAsync(limit.Token) && kept.Count > 0)
        {
            await WriteAsync();
        }

        kept.Added += Wake;
        _loop = Task.Run(RunAsync, CancellationToken.None);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        kept.Added -= Wake;
        await _stopping.CancelAsync();
        await _loop;
        if (!connection.IsOff)
        {
            connection.Close();
        }

        _lock?.Dispose();
    }

    public void Dispose()
    {
        _lock?.Dispose();
        _wake.Dispose();
        _stopping.Dispose();
    }

    private async Task<bool> OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            Claim();
            await connection.MigrateAsync(cancellationToken);
            state.Set(StoreStatus.Ready);
            LogReady(logger, connection.Location);
            return true;
        }
        catch (Exception error) when (StoreFault.Is(error))
        {
            Fail(error);
            return false;
        }
    }

    /// <summary>
    /// The spool is one process's; and two processes on one SQLite file would number their revisions over each other. What an earlier run left
    /// in the spool comes before everything else.
    /// </summary>
    private void Claim()
    {
        if (_lock is not null)
        {
            return;
        }

        var claimed = connection.File ?? connection.SpoolFile!;
        PrivateFiles.CreateFolder(Path.GetDirectoryName(claimed)!);
        try
        {
            _lock = new FileStream(claimed + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException) when (File.Exists(claimed + ".lock"))
        {
            if (connection.File is null)
            {
                // The database serves many; this process does without a spool.
                LogNoSpool(logger, claimed);
                return;
            }

            throw new IOException($"{claimed} is in use by another PrefixConsole; give one of them a Storage:Path of its own");
        }

        var spool = new StoreSpool(connection.SpoolFile!);
        var rows = spool.Read();
        _spoolUsed = rows.Count > 0;
        kept.Restore(rows);
        _spool = spool;
    }

    private async Task RunAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            var ready = state.View.Status == StoreStatus.Ready || await SpoolDuringAsync(OpenAsync(_stopping.Token), TimeSpan.Zero);

            // On a thread of its own: SQLite's calls come back when they are done, and somebody may be waiting meanwhile.
            if (ready && await SpoolDuringAsync(Task.Run(WriteAsync), s_patience))
            {
                if (kept.Count == 0)
                {
                    await WaitAsync(s_pace);
                }
            }
            else
            {
                Spool();
                await WaitAsync(options.Value.RetryInterval);
            }
        }

        // What was acknowledged while stopping: once to the database, else to the spool.
        if (state.View.Status != StoreStatus.Ready || !await WriteAsync())
        {
            Spool();
        }
    }

    /// <summary>Work that may take its time, while somebody waits for what is added: after a little patience that goes to the spool.</summary>
    private async Task<bool> SpoolDuringAsync(Task<bool> work, TimeSpan patience)
    {
        if (!await EndsWithinAsync(work, patience))
        {
            Spool();
            while (!work.IsCompleted && !_stopping.IsCancellationRequested)
            {
                await WaitAsync(_ => work);
                Spool();
            }
        }

        return await work;
    }

    private async Task<bool> EndsWithinAsync(Task work, TimeSpan patience)
    {
        using var over = new CancellationTokenSource();
        var first = await Task.WhenAny(work, Task.Delay(patience, time, over.Token));
        await over.CancelAsync();
        return first == work;
    }

    /// <summary>Kept rows, decisions, samples, retention. False: the database did not take it.</summary>
    /// <remarks>Not cancelled by a stop: rows that were taken from the queue would be lost. Commands have a time limit of their own.</remarks>
    private async Task<bool> WriteAsync()
    {
        try
        {
            // What is added meanwhile wakes the next round.
            var left = kept.Count;
            while (left > 0 && kept.Peek(Math.Min(left, KeptBatch)) is { Count: > 0 } batch)
            {
                left -= batch.Count;
                await StoreKeptAsync(batch);
                kept.Stored(batch.Count);
            }

            DeleteSpool();

            while (lossy.Take(LossyBatch) is { Count: > 0 } rows)
            {
                await StoreLossyAsync(rows);
            }

            await retention.ApplyIfDueAsync(connection, CancellationToken.None);
            return true;
        }
#pragma warning disable CA1031 // a loop that ends would store nothing ever again, and nobody would see it
        catch (Exception error)
#pragma warning restore CA1031
        {
            Fail(error);
            return false;
        }
    }

    /// <summary>One row that can never be stored must not keep the others from it.</summary>
    private async Task StoreKeptAsync(List<KeptWrite> batch)
    {
        try
        {
            await StoreAllAsync(batch);
        }
        catch (Exception error) when (StoreFault.IsOfTheRow(error))
        {
            if (batch.Count > 1)
            {
                foreach (var write in batch)
                {
                    await StoreKeptAsync([write]);
                }
            }
            else
            {
                Reject(batch[0].Row, error);
            }
        }
    }

    private async Task StoreAllAsync(List<KeptWrite> batch)
    {
        await using var db = connection.Open();
        await AddMissingAsync(db.Revisions, batch);
        await AddMissingAsync(db.Audit, batch);
        await AddMissingAsync(db.Alerts, batch);
        foreach (var setting in batch.Select(w => w.Row).OfType<SettingRow>().GroupBy(s => s.Key).Select(of => of.Aggregate((one, next) => next.At >= one.At ? next : one)))
        {
            await SetAsync(db.Settings, setting);
        }

        await db.SaveChangesAsync();
    }

    private static async Task SetAsync(DbSet<SettingRow> settings, SettingRow setting)
    {
        var row = await settings.FindAsync(setting.Key);
        if (row is null)
        {
            if (setting.Value != SettingRow.Removed)
            {
                settings.Add(setting);
            }
        }
        else if (setting.At < row.At)
        {
            // One from the spool that was stored already, and a newer one after it.
        }
        else if (setting.Value == SettingRow.Removed)
        {
            settings.Remove(row);
        }
        else
        {
            (row.Value, row.At) = (setting.Value, setting.At);
        }
    }

    /// <summary>A row may be there already: it was stored, and the answer to that was lost.</summary>
    private static async Task AddMissingAsync<TRow>(DbSet<TRow> table, List<KeptWrite> batch)
        where TRow : class, IKeptRow
    {
        var rows = batch.Select(w => w.Row).OfType<TRow>().DistinctBy(r => r.Id).ToList();
        if (rows.Count == 0)
        {
            return;
        }

        var ids = rows.Select(r => r.Id).ToList();
        var there = await table.Where(r => ids.Contains(r.Id)).Select(r => r.Id).ToHashSetAsync();
        table.AddRange(rows.Where(r => !there.Contains(r.Id)));
    }

    private async Task StoreLossyAsync(List<object> rows)
    {
        try
        {
            await using var db = connection.Open();
            var decisions = rows.OfType<DecisionEntry>().Select(DecisionCodec.Pack).ToList();
            db.Decisions.AddRange(decisions);
            foreach (var sample in rows.OfType<SampleRow>())
            {
                // The clock of the machine may have been set back.
                if (await db.Samples.FindAsync(sample.At) is null)
                {
                    db.Samples.Add(sample);
                }
            }

            await db.SaveChangesAsync();
            state.Store(decisions.Count);
            retention.Added(decisions.Sum(d => (long)d.Bytes));
        }
        catch (Exception error)
        {
            state.Drop(rows.Count);
            if (!StoreFault.IsOfTheRow(error))
            {
                throw;
            }

            LogRowsLost(logger, rows.Count, StoreFault.Cause(error));
        }
    }

    private void Spool()
    {
        if (_spool is null)
        {
            return;
        }

        try
        {
            lock (_spooling)
            {
                kept.Spool(_spool);
                _spoolUsed = _spoolUsed || kept.Count > 0;
            }
        }
#pragma warning disable CA1031 // as above: the loop goes on, and the rows stay in memory
        catch (Exception error)
#pragma warning restore CA1031
        {
            LogSpoolFailed(logger, StoreFault.Cause(error));
        }
    }

    private void DeleteSpool()
    {
        lock (_spooling)
        {
            if (_spoolUsed && kept.Count == 0)
            {
                _spool!.Delete();
                _spoolUsed = false;
            }
        }
    }

    private void Reject(object row, Exception error)
    {
        var file = connection.SpoolFile + ".rejected";
        new StoreSpool(file).Append([row]);
        LogRejected(logger, row.GetType().Name, StoreFault.Cause(error), file);
        state.Reject();
    }

    private void Fail(Exception error)
    {
        var cause = StoreFault.Cause(error);
        if (state.View is not { Status: StoreStatus.Failing } before || before.Cause != cause)
        {
            // One line per change of state, not one per try.
            LogFailing(logger, connection.Location, cause);
        }

        state.Set(StoreStatus.Failing, cause);
    }

    private Task WaitAsync(TimeSpan longest) => WaitAsync(over => Task.Delay(longest, time, over));

    /// <summary>Until that has ended, something was added, or the program stops.</summary>
    private async Task WaitAsync(Func<CancellationToken, Task> until)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        await Task.WhenAny(until(over.Token), _wake.WaitAsync(over.Token));
        await over.CancelAsync();
    }

    private void Wake()
    {
        if (_wake.CurrentCount == 0)
        {
            try
            {
                _wake.Release();
            }
            catch (SemaphoreFullException)
            {
                // Another thread woke it at the same moment.
            }
        }
    }

    [LoggerMessage(LogLevel.Information, "Store {Location} ready")]
    private static partial void LogReady(ILogger logger, string location);

    [LoggerMessage(LogLevel.Warning, "Store {Location} does not take writes: {Cause}. Routing goes on; revisions and audit wait")]
    private static partial void LogFailing(ILogger logger, string location, string cause);

    [LoggerMessage(LogLevel.Error, "A {Row} cannot be stored and is kept in {File}: {Cause}")]
    private static partial void LogRejected(ILogger logger, string row, string cause, string file);

    [LoggerMessage(LogLevel.Error, "{Count} decisions and samples cannot be stored: {Cause}")]
    private static partial void LogRowsLost(ILogger logger, int count, string cause);

    [LoggerMessage(LogLevel.Warning, "{File} is another PrefixConsole's: while the database is away, revisions and audit of this one are in memory only")]
    private static partial void LogNoSpool(ILogger logger, string file);

    [LoggerMessage(LogLevel.Warning, "Revisions and audit that the store did not take could not be spooled either: {Cause}. They are in memory only")]
    private static partial void LogSpoolFailed(ILogger logger, string cause);
}
