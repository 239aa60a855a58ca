using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Storage.Fleet;
using PrefixConsole.Storage.Model;
using PrefixConsole.Storage.Writing;

namespace PrefixConsole.Alerts;

/// <summary>
/// Looks at every enabled rule with each ten-second sample, and keeps and stores when one began or ended to fire. After a restart it goes on
/// from the stored samples: a rule that fired and still does is not said to begin again, and one that ended meanwhile is said to have.
/// </summary>
public sealed class AlertMonitor : IHostedService, IDisposable
{
    /// <summary>Changes kept in memory.</summary>
    public const int HistoryKept = 500;

    // Long enough that every rule's window and time are full at its end, whatever operators set.
    private static readonly TimeSpan s_replayed = AlertRules.Reach + AlertRules.MostFor;

    // Below the column's 500, so that "(silenced)" is never cut off.
    private const int NoteLimit = 400;

    private readonly Lock _gate = new();
    private readonly AlertBook _book;
    private readonly SampleRecorder _samples;
    private readonly FleetMonitor _fleet;
    private readonly FleetHistory _history;
    private readonly AlertArchive _archive;
    private readonly KeptWrites _writes;
    private readonly StoreState _store;
    private readonly TimeProvider _time;
    private readonly Dictionary<string, AlertEvaluator> _evaluators = [];
    private readonly LinkedList<AlertRow> _changes = new();
    private long _seen;
    private bool _replayed;
    private int _replaying;

    public AlertMonitor(
        AlertBook book,
        SampleRecorder samples,
        FleetMonitor fleet,
        FleetHistory history,
        AlertArchive archive,
        KeptWrites writes,
        StoreState store,
        TimeProvider time)
    {
        (_book, _samples, _fleet, _history) = (book, samples, fleet, history);
        (_archive, _writes, _store, _time) = (archive, writes, store, time);
        samples.Recorded += Evaluate;
        book.Changed += OnBookChanged;
        store.Changed += OnStoreChanged;
    }

    /// <summary>Raised after each evaluation and each change of a setting; handlers only signal.</summary>
    public event Action? Changed;

    public Task StartAsync(CancellationToken cancellationToken) => ReplayAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        _samples.Recorded -= Evaluate;
        _book.Changed -= OnBookChanged;
        _store.Changed -= OnStoreChanged;
    }

    /// <summary>All rules: those that fire first, the worse first.</summary>
    public IReadOnlyList<AlertView> Read()
    {
        var now = _time.GetUtcNow();
        var workers = _fleet.Workers();
        lock (_gate)
        {
            return
            [
                .. AlertRules.All.Select(r => View(r, now, workers))
                    .OrderByDescending(v => v.Enabled && v.State == AlertState.Firing)
                    .ThenBy(v => v.Silenced)
                    .ThenByDescending(v => v.Enabled ? v.State : AlertState.Ok)
                    .ThenByDescending(v => v.Rule.Severity),
            ];
        }
    }

    /// <summary>
    /// When rules began and ended to fire, newest first. While the database is gone: since the start, and why there is no more. Empty when
    /// there is no change to go on from.
    /// </summary>
    public async Task<(IReadOnlyList<AlertRow> Rows, string? Problem)> HistoryAsync(AlertHistoryFilter filter, int count, CancellationToken cancellationToken)
    {
        List<AlertRow> kept;
        lock (_gate)
        {
            kept = [.. _changes];
        }

        AlertRow? before = null;
        var recent = Recent();
        try
        {
            if (filter.Before is { } id)
            {
                before = kept.Find(r => r.Id == id) ?? await _archive.FindAsync(id, cancellationToken);
                if (before is null)
                {
                    return ([], null);
                }

                recent = Recent();
            }

            var stored = await _archive.ReadAsync(filter, before, count, cancellationToken);
            return (Newest(recent.Concat(stored).DistinctBy(r => r.Id)), null);
        }
        catch (StoreUnavailableException error)
        {
            // Which is older than one that cannot be found is not known.
            return (filter.Before is not null && before is null ? [] : recent, error.Message);
        }

        IReadOnlyList<AlertRow> Recent() => Newest(kept.Where(r =>
            (filter.Rule is null || r.Rule == filter.Rule) && (filter.From is null || r.At >= filter.From) && (filter.To is null || r.At < filter.To) && IsOlder(r, before)));

        IReadOnlyList<AlertRow> Newest(IEnumerable<AlertRow> rows) => [.. rows.OrderByDescending(r => r.At).ThenByDescending(r => r.Id).Take(count)];
    }

    /// <summary>What a rule would have done with another threshold, over the last <paramref name="span"/> of samples.</summary>
    public async Task<BackTest> BackTestAsync(AlertRule rule, double threshold, TimeSpan hold, TimeSpan span, CancellationToken cancellationToken)
    {
        var to = _time.GetUtcNow();
        var (rows, problem) = await _history.ReadAsync(to - span - AlertRules.Reach, to, cancellationToken);
        return BackTest.Run(rule, threshold, hold, rows, to - span, to) with { Problem = problem };
    }

    /// <summary>
    /// Goes on from what is stored, once, when the database is open; what was sampled meanwhile is evaluated again after it. Does nothing while
    /// the database is not ready: it is called again when it is.
    /// </summary>
    internal async Task ReplayAsync(CancellationToken cancellationToken)
    {
        if (_replayed || _store.View.Status is StoreStatus.Opening or StoreStatus.Failing || Interlocked.Exchange(ref _replaying, 1) == 1)
        {
            return;
        }

        try
        {
            var now = _time.GetUtcNow();
            var (rows, problem) = await _history.ReadAsync(now - s_replayed, now, cancellationToken);
            var last = await _archive.LatestAsync(AlertRules.All.Select(r => r.Id), cancellationToken);
            if (problem is null)
            {
                lock (_gate)
                {
                    Replay(rows, last);
                }

                Changed?.Invoke();
            }
        }
        catch (StoreUnavailableException)
        {
            // The store's own state says so; when it is back this is tried again.
        }
        finally
        {
            Volatile.Write(ref _replaying, 0);
        }
    }

    private void Replay(IReadOnlyList<SampleRow> rows, IReadOnlyDictionary<string, AlertRow> stored)
    {
        _evaluators.Clear();
        _seen = 0;
        foreach (var row in rows.Concat(_samples.Recent(rows.Count > 0 ? rows[^1].At + 1 : 0, long.MaxValue)))
        {
            _seen = row.At;
            foreach (var rule in AlertRules.All.Where(r => _book.Of(r.Id).Enabled))
            {
                Evaluator(rule).Add(row);
            }
        }

        _replayed = true;
        foreach (var rule in AlertRules.All)
        {
            var before = _changes.FirstOrDefault(c => c.Rule == rule.Id) ?? stored.GetValueOrDefault(rule.Id);
            var evaluator = _evaluators.GetValueOrDefault(rule.Id);
            var firing = evaluator is { State: AlertState.Firing };
            if (firing != (before?.Firing ?? false))
            {
                Note(rule, firing ? evaluator!.Since ?? _time.GetUtcNow() : _time.GetUtcNow(), firing, evaluator?.Value, "found at the start", firing ? evaluator?.Model : null);
            }
        }
    }

    private AlertView View(AlertRule rule, DateTimeOffset now, IReadOnlyCollection<WorkerView> workers)
    {
        var setting = _book.Of(rule.Id);
        var evaluator = setting.Enabled ? _evaluators.GetValueOrDefault(rule.Id) : null;
        var (threshold, hold) = InForce(rule, setting);
        return new AlertView(
            rule,
            threshold,
            hold,
            setting.Enabled,
            evaluator?.State ?? AlertState.Ok,
            evaluator?.Since,
            evaluator?.Value,
            evaluator is { State: not AlertState.Ok } ? AlertWorkers.Of(rule.Signal, threshold, workers) : [],
            setting,
            setting.SilencedUntil > now,
            evaluator?.Model);
    }

    private static bool IsOlder(AlertRow row, AlertRow? than) => than is null || row.At < than.At || (row.At == than.At && row.Id.CompareTo(than.Id) < 0);

    private void Evaluate()
    {
        lock (_gate)
        {
            foreach (var row in _samples.Recent(_seen + 1, long.MaxValue))
            {
                _seen = row.At;
                foreach (var rule in AlertRules.All.Where(r => _book.Of(r.Id).Enabled))
                {
                    var evaluator = Evaluator(rule);
                    // While the database is being opened nobody knows what fired before: the replay says what is new.
                    if (evaluator.Add(row) && (_replayed || _store.View.Status != StoreStatus.Opening))
                    {
                        var firing = evaluator.State == AlertState.Firing;
                        // Which model is the worst once all are well is no news.
                        Note(
                            rule, DateTimeOffset.FromUnixTimeSeconds(row.At), firing, evaluator.Value, !firing && evaluator.EndedWithoutData ? "no data" : "", firing ? evaluator.Model : null);
                    }
                }
            }
        }

        Changed?.Invoke();
    }

    private AlertEvaluator Evaluator(AlertRule rule)
    {
        if (!_evaluators.TryGetValue(rule.Id, out var evaluator))
        {
            var (threshold, hold) = InForce(rule, _book.Of(rule.Id));
            _evaluators[rule.Id] = evaluator = new AlertEvaluator(rule, threshold, hold);
        }

        return evaluator;
    }

    private static (double Threshold, TimeSpan Hold) InForce(AlertRule rule, AlertSetting setting) =>
        (setting.Threshold ?? rule.Threshold, setting.ForSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : rule.For);

    private void Note(AlertRule rule, DateTimeOffset at, bool firing, double? value, string why, string? model = null)
    {
        var setting = _book.Of(rule.Id);
        var (threshold, _) = InForce(rule, setting);
        var whom = model is not null ? $"model {model}" : ColumnText.Fit(string.Join(", ", AlertWorkers.Of(rule.Signal, threshold, _fleet.Workers()).Take(10)), 300);
        var row = new AlertRow
        {
            Id = Guid.CreateVersion7(at),
            At = at,
            Rule = rule.Id,
            Firing = firing,
            Value = value,
            Threshold = threshold,
            Note = ColumnText.Fit(string.Join(" ", ((string[])[whom, why]).Where(t => t.Length > 0)), NoteLimit) + (setting.SilencedUntil > at ? " (silenced)" : ""),
        };
        _changes.AddFirst(row);
        if (_changes.Count > HistoryKept)
        {
            _changes.RemoveLast();
        }

        _ = _writes.AddAsync(row);
    }

    /// <summary>A rule with another threshold starts over: how long the old one was exceeded says nothing of the new. One switched off ends.</summary>
    private void OnBookChanged()
    {
        lock (_gate)
        {
            IReadOnlyList<SampleRow>? recent = null;
            foreach (var rule in AlertRules.All)
            {
                var setting = _book.Of(rule.Id);
                var old = _evaluators.GetValueOrDefault(rule.Id);
                if (setting.Enabled && old is not null && (old.Threshold, old.Hold) == InForce(rule, setting))
                {
                    continue;
                }

                if (old is { State: AlertState.Firing })
                {
                    Note(rule, _time.GetUtcNow(), firing: false, old.Value, setting.Enabled ? "the rule was changed" : "the rule was switched off");
                }

                _evaluators.Remove(rule.Id);
                if (setting.Enabled)
                {
                    recent ??= _samples.Recent((_time.GetUtcNow() - AlertRules.Reach).ToUnixTimeSeconds(), _seen);
                    var evaluator = Evaluator(rule);
                    foreach (var row in recent)
                    {
                        evaluator.Warm(row);
                    }
                }
            }
        }

        Changed?.Invoke();
    }

    private void OnStoreChanged()
    {
        if (!_replayed && _store.View.Status == StoreStatus.Ready)
        {
            // Off the writer's thread: it must not wait for a reader.
            _ = Task.Run(() => ReplayAsync(CancellationToken.None));
        }
    }
}
