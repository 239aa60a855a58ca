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

    private readonly SemaphoreSlim _wake = new(0, 1);
    private readonly CancellationTokenSource _stopping = new();
    private readonly StoreSpool? _spool = connection.SpoolFile is { } file ? new StoreSpool(file) : null;
    private FileStream? _lock;
    private Task _loop = Task.CompletedTask;
    private bool _spoolRead;
    private bool _spoolUsed;

    /// <summary>Opens the database, or goes on without it after <see cref="StorageOptions.OpenTimeout"/>.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (connection.IsOff)
        {
            return;
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(options.Value.OpenTimeout);
        await OpenAsync(limit.Token);
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
            ReadSpool();
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

    /// <summary>What an earlier run left comes before everything else; once, and before this run adds to the file.</summary>
    private void ReadSpool()
    {
        if (!_spoolRead)
        {
            var rows = _spool!.Read();
            _spoolRead = true;
            _spoolUsed = rows.Count > 0;
            kept.Restore(rows);
        }
    }

    /// <summary>Two processes on one SQLite file would number their revisions over each other.</summary>
    private void Claim()
    {
        if (connection.File is not { } file || _lock is not null)
        {
            return;
        }

        PrivateFiles.CreateFolder(Path.GetDirectoryName(file)!);
        try
        {
            _lock = new FileStream(file + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException) when (File.Exists(file + ".lock"))
        {
            throw new IOException($"{file} is in use by another PrefixConsole; give one of them a Storage:Path of its own");
        }
    }

    private async Task RunAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            var ready = state.View.Status == StoreStatus.Ready || await OpenWhileSpoolingAsync();
            if (ready && await WriteAsync())
            {
                await WaitAsync(s_pace);
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

    /// <summary>A try may take its time, and somebody waits for what is added meanwhile.</summary>
    private async Task<bool> OpenWhileSpoolingAsync()
    {
        Spool();
        var opening = OpenAsync(_stopping.Token);
        while (!opening.IsCompleted)
        {
            await WaitAsync(_ => opening);
            Spool();
        }

        return await opening;
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

            if (_spoolUsed && kept.Count == 0)
            {
                _spool!.Delete();
                _spoolUsed = false;
            }

            while (lossy.Take(LossyBatch) is { Count: > 0 } rows)
            {
                await StoreLossyAsync(rows);
            }

            await retention.ApplyIfDueAsync(connection, CancellationToken.None);
            return true;
        }
        catch (Exception error) when (StoreFault.Is(error))
        {
            Fail(error);
            return false;
        }
    }

    private async Task StoreKeptAsync(List<KeptWrite> batch)
    {
        await using var db = connection.Open();
        await AddMissingAsync(db.Revisions, batch);
        await AddMissingAsync(db.Audit, batch);
        await AddMissingAsync(db.Alerts, batch);
        foreach (var setting in batch.Select(w => w.Row).OfType<SettingRow>())
        {
            if (await db.Settings.FindAsync(setting.Key) is { } row)
            {
                (row.Value, row.At) = (setting.Value, setting.At);
            }
            else
            {
                db.Settings.Add(setting);
            }
        }

        await db.SaveChangesAsync();
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
        }
        catch (Exception error) when (StoreFault.Is(error))
        {
            state.Drop(rows.Count);
            throw;
        }
    }

    private void Spool()
    {
        try
        {
            kept.Spool(_spool!);
            _spoolUsed = _spoolUsed || kept.Count > 0;
        }
        catch (Exception error) when (StoreFault.Is(error))
        {
            LogSpoolFailed(logger, StoreFault.Cause(error));
        }
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

    [LoggerMessage(LogLevel.Warning, "Revisions and audit that the store did not take could not be spooled either: {Cause}. They are in memory only")]
    private static partial void LogSpoolFailed(ILogger logger, string cause);
}
