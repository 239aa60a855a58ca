using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PrefixConsole.Routing.Strategies;
using PrefixConsole.Storage.Audit;
using PrefixConsole.Storage.Model;
using PrefixConsole.Storage.Writing;

namespace PrefixConsole.Storage.Revisions;

/// <summary>Brings the revisions of earlier runs back at the start, or when the database first answers, and stores every new one.</summary>
/// <remarks>
/// <para>The last revision stays active over a restart, unless the strategy of the configuration is another than it was at the last start: then that
/// one is applied as a new revision, because whoever edits a file expects it to count.</para>
/// <para>While the database is away the strategy of the configuration is active. If nobody changes it until the database answers, the last revision
/// becomes active then; else what was changed counts, and the earlier revisions are read at the next start. Nothing is written before that is decided: a stored
/// start would be the newest revision of all.</para>
/// </remarks>
public sealed partial class StrategyKeeper(
    StrategyStore strategies, StoreConnection connection, StoreState state, KeptWrites writes, SettingStore settings, AuditLog audit, ILogger<StrategyKeeper> logger)
    : IHostedService
{
    /// <summary>What the audit log calls it.</summary>
    public const string Name = "storage";

    private const string ConfiguredKey = "strategy.configured";
    private const string TrialsKey = "strategy.trials";

    private readonly Lock _gate = new();
    private SettingLoad? _load;
    private StrategySpec _configured = null!;
    private volatile bool _settled = true;
    private bool _restoring;
    private int _storedTo;

    // What of the trials was last written, by reference: they are immutable.
    private (StrategyTrial? Running, EndedTrial? Ended, int LastNumber) _storedTrials;

    /// <summary>False while it is not known what was active before the start.</summary>
    public bool IsKnown => _settled;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (connection.IsOff)
        {
            return;
        }

        _configured = strategies.Current.Spec;
        _settled = false;
        strategies.Changed += Store;
        var atStart = true;
        _load = await SettingLoad.StartAsync(state, stop => TakeUpAsync(atStart, stop), cancellationToken);
        atStart = false;
        if (!_settled)
        {
            LogNotRestored(logger, state.View.Cause);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        strategies.Changed -= Store;
        _load?.Dispose();
        return Task.CompletedTask;
    }

    /// <exception cref="StoreUnavailableException">Not now.</exception>
    private async Task TakeUpAsync(bool atStart, CancellationToken cancellationToken)
    {
        var rows = await StoreUnavailableException.GuardAsync(state, async () =>
        {
            await using var db = connection.Open();
            return await db.Revisions.AsNoTracking().OrderByDescending(r => r.At).ThenByDescending(r => r.Number).Take(StrategyStore.HistoryLimit).ToListAsync(cancellationToken);
        });
        var trials = await settings.ReadAsync<StoredTrials>(TrialsKey, cancellationToken);
        var before = await settings.ReadAsync<StoredSpec>(ConfiguredKey, cancellationToken);
        lock (_gate)
        {
            if (_settled)
            {
                return;
            }

            _restoring = true;
        }

        // Not under the lock: whoever is told of the change may be about to make one.
        var outcome = Restore(rows, trials, before is not null && before.Same(StoredSpec.Of(_configured)));
        lock (_gate)
        {
            _restoring = false;
            Settle();
        }

        if (!atStart && outcome == RestoreOutcome.Resumed)
        {
            var active = strategies.Current;
            LogTakenUp(logger, active.Number);
            await audit.AppendAsync(
                Name, "program", "this process", "strategy.restore", FormattableString.Invariant($"revision {active.Number}"), AuditResults.Done, "active before the start; the database answered only now");
        }
    }

    /// <summary>Null: there was nothing to restore.</summary>
    private RestoreOutcome? Restore(List<RevisionRow> rows, StoredTrials? trials, bool resumes)
    {
        var earlier = rows.Select(ToRevision).OfType<StrategyRevision>().ToList();
        if (earlier.Count == 0)
        {
            return null;
        }

        var highest = rows.Max(r => r.Number);

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
        var outcome = strategies.Restore(earlier, resumes, trials?.LastNumber ?? 0);
        if (outcome == RestoreOutcome.TooLate)
        {
            return outcome;
        }

        _storedTo = highest;
        if (outcome == RestoreOutcome.Kept && resumes)
        {
            LogNotResumed(logger, earlier[0].Number, _configured.Name);
        }

        try
        {
            trials?.Restore(strategies);
        }
        catch (Exception error) when (error is NullReferenceException or ArgumentException)
        {
            LogTrialsUnreadable(logger, error.Message);
        }

        return outcome;
    }

    /// <summary>From now on all is stored.</summary>
    private void Settle()
    {
        if (!strategies.IsRestored)
        {
            // What is stored of trials was never seen: it stands unless something happened.
            _storedTrials = (null, null, 1);
        }

        _settled = true;
        _ = settings.WriteAsync(ConfiguredKey, StoredSpec.Of(_configured));
        Store();
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
            if (_restoring)
            {
                return;
            }

            if (!_settled)
            {
                if (!strategies.IsUntouched)
                {
                    // Somebody decided without what is stored.
                    Settle();
                }

                return;
            }

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

    [LoggerMessage(LogLevel.Warning, "Revision {Number}, active before the start, is active again: the database answers now")]
    private static partial void LogTakenUp(ILogger logger, int number);

    [LoggerMessage(LogLevel.Warning, "The strategy of the configuration is active until the database answers: {Cause}")]
    private static partial void LogNotRestored(ILogger logger, string cause);

    [LoggerMessage(LogLevel.Error, "Revision {Number} cannot be read by this version and is left out: {Cause}")]
    private static partial void LogUnreadable(ILogger logger, int number, string cause);

    [LoggerMessage(LogLevel.Error, "The stored trials cannot be read by this version and are left out: {Cause}")]
    private static partial void LogTrialsUnreadable(ILogger logger, string cause);

    [LoggerMessage(LogLevel.Warning, "Revision {Number} is not valid in this version; {Strategy} of the configuration is active instead")]
    private static partial void LogNotResumed(ILogger logger, int number, string strategy);
}
