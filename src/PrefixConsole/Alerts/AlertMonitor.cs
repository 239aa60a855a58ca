using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Routing.KvEvents;
using PrefixConsole.Routing.Workers;
using PrefixConsole.Storage.Fleet;
using PrefixConsole.Storage.Model;
using PrefixConsole.Storage.Writing;

namespace PrefixConsole.Alerts;

/// <summary>Looks at every rule with each ten-second sample, and keeps and stores when one began or ended to fire.</summary>
public sealed class AlertMonitor : IHostedService, IDisposable
{
    /// <summary>Changes kept in memory.</summary>
    public const int HistoryKept = 500;

    // Below the column's 500, so that "(silenced)" is never cut off.
    private const int NoteLimit = 400;

    private readonly Lock _gate = new();
    private readonly AlertBook _book;
    private readonly SampleRecorder _samples;
    private readonly FleetMonitor _fleet;
    private readonly FleetHistory _history;
    private readonly AlertArchive _archive;
    private readonly KeptWrites _writes;
    private readonly TimeProvider _time;
    private readonly Dictionary<string, AlertTrack> _tracks = [];
    private readonly LinkedList<AlertRow> _changes = new();
    private long _seen;

    public AlertMonitor(
        AlertBook book, SampleRecorder samples, FleetMonitor fleet, FleetHistory history, AlertArchive archive, KeptWrites writes, TimeProvider time)
    {
        (_book, _samples, _fleet, _history) = (book, samples, fleet, history);
        (_archive, _writes, _time) = (archive, writes, time);
        samples.Recorded += Evaluate;
        book.Changed += OnBookChanged;
    }

    /// <summary>Raised after each evaluation and each change of a setting; handlers only signal.</summary>
    public event Action? Changed;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        _samples.Recorded -= Evaluate;
        _book.Changed -= OnBookChanged;
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

    /// <summary>When rules began and ended to fire, newest first. While the database is gone: since the start.</summary>
    public async Task<IReadOnlyList<AlertRow>> HistoryAsync(int count, CancellationToken cancellationToken)
    {
        List<AlertRow> recent;
        lock (_gate)
        {
            recent = [.. _changes.Take(count)];
        }

        try
        {
            var stored = await _archive.ReadAsync(count, cancellationToken);
            return [.. recent.Concat(stored).DistinctBy(r => r.Id).OrderByDescending(r => r.At).Take(count)];
        }
        catch (StoreUnavailableException)
        {
            return recent;
        }
    }

    /// <summary>What a rule would have done with another threshold, over the last <paramref name="span"/> of samples.</summary>
    public async Task<BackTest> BackTestAsync(AlertRule rule, double threshold, TimeSpan hold, TimeSpan span, CancellationToken cancellationToken)
    {
        var to = _time.GetUtcNow();
        var (rows, _) = await _history.ReadAsync(to - span - AlertReading.Reach, to, cancellationToken);
        return BackTest.Run(rule, threshold, hold, rows, to - span, to);
    }

    private static IReadOnlyList<string> Whom(AlertSignal signal, double threshold, IEnumerable<WorkerView> workers) =>
    [
        .. (signal switch
        {
            AlertSignal.KvUsage => workers.Where(w => w.KvUsage > threshold).OrderByDescending(w => w.KvUsage),
            AlertSignal.QueueDepth => workers.Where(w => w.Waiting > threshold).OrderByDescending(w => w.Waiting),
            AlertSignal.NotReady => workers.Where(w => w.Status is WorkerStatus.NotReady or WorkerStatus.Pending),
            AlertSignal.Untrusted => workers.Where(w => w.Trust is KvTrust.Untrusted or KvTrust.Silent),
            _ => [],
        }).Select(w => w.Id.Value),
    ];

    private AlertView View(AlertRule rule, DateTimeOffset now, IReadOnlyCollection<WorkerView> workers)
    {
        var setting = _book.Of(rule.Id);
        var track = _tracks.GetValueOrDefault(rule.Id);
        var threshold = setting.Threshold ?? rule.Threshold;
        var firing = setting.Enabled && track is { State: not AlertState.Ok };
        return new AlertView(
            rule,
            threshold,
            setting.ForSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : rule.For,
            setting.Enabled,
            setting.Enabled ? track?.State ?? AlertState.Ok : AlertState.Ok,
            setting.Enabled ? track?.Since : null,
            track?.Value,
            firing ? Whom(rule.Signal, threshold, workers) : [],
            setting,
            setting.SilencedUntil > now);
    }

    private void Evaluate()
    {
        var now = _time.GetUtcNow();
        var rows = _samples.Recent((now - AlertReading.Reach).ToUnixTimeSeconds(), long.MaxValue);
        if (rows.Count == 0)
        {
            return;
        }

        lock (_gate)
        {
            for (var i = 0; i < rows.Count; i++)
            {
                if (rows[i].At <= _seen)
                {
                    continue;
                }

                _seen = rows[i].At;
                foreach (var rule in AlertRules.All)
                {
                    Add(rule, DateTimeOffset.FromUnixTimeSeconds(rows[i].At), AlertReading.Of(rule.Signal, rows, i));
                }
            }
        }

        Changed?.Invoke();
    }

    private void Add(AlertRule rule, DateTimeOffset at, double? value)
    {
        var setting = _book.Of(rule.Id);
        var threshold = setting.Threshold ?? rule.Threshold;
        if (!_tracks.TryGetValue(rule.Id, out var track))
        {
            _tracks[rule.Id] = track = new AlertTrack(rule.Above, threshold, setting.ForSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : rule.For);
        }

        if (!track.Add(at, value) || !setting.Enabled)
        {
            return;
        }

        var firing = track.State == AlertState.Firing;
        var whom = Whom(rule.Signal, threshold, _fleet.Workers());
        var row = new AlertRow
        {
            Id = Guid.CreateVersion7(at),
            At = at,
            Rule = rule.Id,
            Firing = firing,
            Value = value,
            Threshold = threshold,
            Note = ColumnText.Fit(string.Join(", ", whom.Take(10)), NoteLimit) + (setting.SilencedUntil > at ? " (silenced)" : ""),
        };
        _changes.AddFirst(row);
        if (_changes.Count > HistoryKept)
        {
            _changes.RemoveLast();
        }

        _ = _writes.AddAsync(row);
    }

    /// <summary>A rule with another threshold starts over: how long the old one was exceeded says nothing of the new.</summary>
    private void OnBookChanged()
    {
        lock (_gate)
        {
            foreach (var rule in AlertRules.All)
            {
                var setting = _book.Of(rule.Id);
                var track = new AlertTrack(rule.Above, setting.Threshold ?? rule.Threshold, setting.ForSeconds is { } s ? TimeSpan.FromSeconds(s) : rule.For);
                if (_tracks.TryGetValue(rule.Id, out var old) && !track.SameAs(old))
                {
                    _tracks[rule.Id] = track;
                }
            }
        }

        Changed?.Invoke();
    }
}
