using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PrefixConsole.Routing.Strategies;
using PrefixConsole.Storage.Model;
using PrefixConsole.Storage.Writing;

namespace PrefixConsole.Storage.Revisions;

/// <summary>Brings the revisions of earlier runs back at the start and stores every new one.</summary>
/// <remarks>
/// The last revision stays active over a restart, unless the strategy of the configuration is another than it was at the last start: then that
/// one is applied as a new revision, because whoever edits a file expects it to count.
/// </remarks>
public sealed partial class StrategyKeeper(
    StrategyStore strategies, StoreConnection connection, StoreState state, KeptWrites writes, SettingStore settings, ILogger<StrategyKeeper> logger)
    : IHostedService
{
    private const string ConfiguredKey = "strategy.configured";
    private const string TrialsKey = "strategy.trials";

    private readonly Lock _gate = new();
    private int _storedTo;

    // What of the trials was last written, by reference: they are immutable.
    private (StrategyTrial? Running, EndedTrial? Ended, int LastNumber) _storedTrials;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (connection.IsOff)
        {
            return;
        }

        var configured = strategies.Current.Spec;
        var restored = false;
        if (state.View.Status == StoreStatus.Ready)
        {
            try
            {
                await RestoreAsync(configured, cancellationToken);
                restored = true;
            }
            catch (StoreUnavailableException error)
            {
                LogNotRestored(logger, error.Message);
            }
        }

        _ = settings.WriteAsync(ConfiguredKey, StoredSpec.Of(configured));
        if (!restored)
        {
            // What is stored was never seen: it stands until something happens.
            _storedTrials = Trials();
        }

        strategies.Changed += Store;
        Store();
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        strategies.Changed -= Store;
        return Task.CompletedTask;
    }

    private async Task RestoreAsync(StrategySpec configured, CancellationToken cancellationToken)
    {
        var rows = await StoreUnavailableException.GuardAsync(state, async () =>
        {
            await using var db = connection.Open();
            return await db.Revisions.AsNoTracking().OrderByDescending(r => r.At).ThenByDescending(r => r.Number).Take(StrategyStore.HistoryLimit).ToListAsync(cancellationToken);
        });
        var trials = await settings.ReadAsync<StoredTrials>(TrialsKey, cancellationToken);
        var earlier = rows.Select(ToRevision).OfType<StrategyRevision>().ToList();
        if (earlier.Count == 0)
        {
            return;
        }

        var before = await settings.ReadAsync<StoredSpec>(ConfiguredKey, cancellationToken);
        var resumes = before is not null && before.Same(StoredSpec.Of(configured));
        var highest = rows.Max(r => r.Number);
        lock (_gate)
        {
            _storedTo = highest;
        }

        // A run that could not reach the database numbered from 1 again, or the highest cannot be read: the newest counts, under a number
        // that is not taken.
        if (earlier[0] is { } newest && newest.Number < highest)
        {
            earlier[0] = new StrategyRevision
            {
                Number = highest + 1,
                Spec = newest.Spec,
                At = newest.At,
                By = newest.By,
                Reason = $"{newest.Reason} (was revision {newest.Number})".Trim(),
            };
        }

        earlier = [.. earlier.DistinctBy(r => r.Number)];
        if (!strategies.Restore(earlier, resumes, trials?.LastNumber ?? 0) && resumes)
        {
            LogNotResumed(logger, earlier[0].Number, configured.Name);
        }

        try
        {
            trials?.Restore(strategies);
        }
        catch (Exception error) when (error is NullReferenceException or ArgumentException)
        {
            LogTrialsUnreadable(logger, error.Message);
        }
    }

    private (StrategyTrial? Running, EndedTrial? Ended, int LastNumber) Trials() =>
        (strategies.Trial, strategies.EndedTrials is [var newest, ..] ? newest : null, strategies.LastNumber);

    private StrategyRevision? ToRevision(RevisionRow row)
    {
        try
        {
            return new StrategyRevision
            {
                Number = row.Number,
                Spec = JsonSerializer.Deserialize<StoredSpec>(row.Spec)!.ToSpec(),
                At = row.At,
                By = row.By,
                Reason = row.Reason,
            };
        }
        catch (Exception error) when (error is JsonException or NullReferenceException or ArgumentException)
        {
            LogUnreadable(logger, row.Number, error.Message);
            return null;
        }
    }

    private void Store()
    {
        // Changes are signalled by the threads that made them; each revision is handed over once, in its order.
        lock (_gate)
        {
            foreach (var revision in strategies.History.Where(r => r.Number > _storedTo).Reverse())
            {
                _storedTo = revision.Number;
                _ = writes.AddAsync(new RevisionRow
                {
                    Id = Guid.CreateVersion7(revision.At),
                    Number = revision.Number,
                    At = revision.At,
                    By = ColumnText.Fit(revision.By, 200),
                    Reason = ColumnText.Fit(revision.Reason, 1000),
                    Spec = JsonSerializer.Serialize(StoredSpec.Of(revision.Spec)),
                });
            }

            if (Trials() is var trials && trials != _storedTrials)
            {
                _storedTrials = trials;
                _ = settings.WriteAsync(TrialsKey, StoredTrials.Of(strategies));
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "Earlier revisions were not restored: {Cause}")]
    private static partial void LogNotRestored(ILogger logger, string cause);

    [LoggerMessage(LogLevel.Error, "Revision {Number} cannot be read by this version and is left out: {Cause}")]
    private static partial void LogUnreadable(ILogger logger, int number, string cause);

    [LoggerMessage(LogLevel.Error, "The stored trials cannot be read by this version and are left out: {Cause}")]
    private static partial void LogTrialsUnreadable(ILogger logger, string cause);

    [LoggerMessage(LogLevel.Warning, "Revision {Number} is not valid in this version; {Strategy} of the configuration is active instead")]
    private static partial void LogNotResumed(ILogger logger, int number, string strategy);
}
