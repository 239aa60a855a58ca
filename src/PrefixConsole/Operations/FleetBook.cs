using System.Collections.Immutable;
using System.Globalization;
using PrefixConsole.Access;
using PrefixConsole.Gateway.Configuration;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Routing.KvEvents;
using PrefixConsole.Routing.Workers;
using PrefixConsole.Storage.Model;
using PrefixConsole.Storage.Revisions;

namespace PrefixConsole.Operations;

/// <summary>
/// What operators do to the fleet, and did before the last restart: workers added, workers drained, feeds of KV events shut out. Callers audit.
/// </summary>
/// <remarks>
/// The configuration is the source of its workers: one that is removed here comes back at the next start, drained if it was drained; and an
/// added worker whose name is in the configuration by then is dropped, which the audit log says. Marks of workers that are neither configured
/// nor added are dropped at a start, which bounds them. While the database is away at a start, what was done before is not known: what is done
/// meanwhile is added to it once it answers, and counts where the two differ.
/// </remarks>
public sealed partial class FleetBook : IHostedService, IDisposable
{
    private const string Key = "fleet.changes";

    private static readonly Actor s_self = new("restart", "program", Permissions.Read | Permissions.Operate, "this process");

    private readonly Lock _gate = new();
    private readonly FleetService _fleet;
    private readonly WorkerRegistry _registry;
    private readonly ReportedCaches _caches;
    private readonly IngestMonitor _ingest;
    private readonly KeptSetting<KeptFleet> _kept;
    private readonly Acts _acts;
    private readonly TimeProvider _time;
    private readonly ILogger<FleetBook> _log;
    private readonly KeptEntries<AddedWorker> _added = new();
    private readonly KeptEntries<OperatorMark> _drained = new();
    private readonly KeptEntries<OperatorMark> _quarantined = new();

    // For the thread that opens a feed, which may not wait for the gate.
    private volatile ImmutableHashSet<string> _shut = [];
    private ImmutableList<NotRestored> _notRestored = [];

    public FleetBook(
        FleetService fleet,
        WorkerRegistry registry,
        ReportedCaches caches,
        IngestMonitor ingest,
        SettingStore settings,
        Acts acts,
        TimeProvider time,
        ILogger<FleetBook> log)
    {
        (_fleet, _registry, _caches, _ingest) = (fleet, registry, caches, ingest);
        (_acts, _time, _log) = (acts, time, log);
        _kept = new KeptSetting<KeptFleet>(settings, Key, _gate, Take, () => new KeptFleet(_added.Content, _drained.Content, _quarantined.Content));
        caches.Opening += OnOpening;
    }

    /// <summary>False while the database has not answered since the start: workers drained before may be given requests.</summary>
    public bool IsKnown => _kept.IsKnown;

    /// <summary>Added workers that could not be added again; they are kept, and tried again at the next start.</summary>
    public IReadOnlyList<NotRestored> NotRestored => Volatile.Read(ref _notRestored);

    /// <summary>Null when there is no such worker.</summary>
    public WorkerState? StateOf(WorkerId id) => _registry.Find(id)?.State;

    /// <summary>As what a worker was added at runtime, restored or not; null for another.</summary>
    public AddedWorker? AddedAs(WorkerId id)
    {
        lock (_gate)
        {
            return _added.All.GetValueOrDefault(id.Value);
        }
    }

    /// <summary>After the configured workers are there, and before anything probes them: a drained worker must not be found ready in between.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _added.Await();
            _drained.Await();
            _quarantined.Await();
        }

        await _kept.StartAsync(cancellationToken);
        if (!IsKnown)
        {
            LogUnknown(_log);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _kept.Stop();
        return Task.CompletedTask;
    }

    public void Dispose() => _caches.Opening -= OnOpening;

    /// <summary>Adds a worker; errors as of <see cref="FleetService.Add"/>.</summary>
    public ImmutableArray<FieldError> Add(WorkerOptions options, string by)
    {
        lock (_gate)
        {
            var at = _time.GetUtcNow();
            var errors = _fleet.Add(options, added: new WorkerOrigin(by, at));
            if (errors.IsEmpty)
            {
                // Marks of one that had the name before are not this one's.
                Forget(options.Id!);
                _added.Set(options.Id!, new AddedWorker(options, by, at));
                Save();
            }

            return errors;
        }
    }

    /// <summary>No new requests; those in flight finish. False: no such worker.</summary>
    public bool Drain(WorkerId id, string by)
    {
        lock (_gate)
        {
            if (!_fleet.Drain(id, $"drained by {by}"))
            {
                return false;
            }

            _drained.Set(id.Value, new OperatorMark(by, _time.GetUtcNow()));
            Save();
            return true;
        }
    }

    /// <summary>Ends a drain; the next probe decides whether the worker is ready. False: no such worker.</summary>
    public bool Undrain(WorkerId id)
    {
        lock (_gate)
        {
            if (!_fleet.Undrain(id))
            {
                return false;
            }

            _drained.Remove(id.Value);
            Save();
            return true;
        }
    }

    /// <summary>Removes a worker, also one that could not be restored; streams in flight finish. False: no such worker.</summary>
    public bool Remove(WorkerId id)
    {
        lock (_gate)
        {
            var isAdded = _added.All.ContainsKey(id.Value);
            if (!_fleet.Remove(id) && !isAdded)
            {
                return false;
            }

            if (isAdded)
            {
                Forget(id.Value);
            }

            Save();
            return true;
        }
    }

    /// <summary>Shuts feeds out, or lets them in again. False: no such feed.</summary>
    /// <param name="worker">Whose.</param>
    /// <param name="rank">Data-parallel rank; null for all of the worker that there are.</param>
    /// <param name="on">Out, or in again.</param>
    /// <param name="by">Who does it.</param>
    public bool Quarantine(WorkerId worker, int? rank, bool on, string by)
    {
        lock (_gate)
        {
            if (_registry.Find(worker) is not { } known || !_ingest.Quarantine(worker, rank, on))
            {
                return false;
            }

            foreach (var name in _caches.Of(known).Where(f => rank is null || f.Rank == rank).Select(NameOf))
            {
                if (on)
                {
                    _quarantined.Set(name, new OperatorMark(by, _time.GetUtcNow()));
                }
                else
                {
                    _quarantined.Remove(name);
                }
            }

            Save();
            return true;
        }
    }

    private static string NameOf(KvEventFeed feed) => FeedReports.Target(feed.Worker.Id.Value, feed.Rank);

    private static bool IsFeedOf(string feed, string worker) => feed.Length > worker.Length && feed[worker.Length] == '/' && feed.StartsWith(worker, StringComparison.Ordinal);

    private void Forget(string worker)
    {
        _added.Remove(worker);
        _drained.Remove(worker);
        _quarantined.RemoveAll(feed => IsFeedOf(feed, worker));
        Volatile.Write(ref _notRestored, _notRestored.RemoveAll(w => w.Id == worker));
    }

    private void Take(KeptFleet? stored)
    {
        var known = IsKnown;
        _quarantined.Take(stored?.Quarantined, known);
        ShutOut();
        foreach (var (id, worker) in _added.Take(stored?.Added, known))
        {
            Restore(id, worker);
        }

        foreach (var (id, mark) in _drained.Take(stored?.Drained, known))
        {
            _fleet.Drain(new WorkerId(id), string.Create(CultureInfo.InvariantCulture, $"drained by {mark.By} on {mark.At.UtcDateTime:yyyy-MM-dd HH:mm} UTC, before the last start"));
        }

        if (known)
        {
            DropMarksOfGone();

            // Not when nothing could be read: it may be there for another version of the program.
            if (stored is not null)
            {
                Save();
            }
        }
    }

    private void DropMarksOfGone()
    {
        bool IsGone(string worker) => _registry.Find(new WorkerId(worker)) is null && !_added.All.ContainsKey(worker);
        _drained.RemoveAll(IsGone);
        _quarantined.RemoveAll(feed => IsGone(feed[..Math.Max(0, feed.LastIndexOf('/'))]));
        _shut = [.. _quarantined.All.Keys];
    }

    /// <summary>The names first, then the feeds that are there: one that opens in between asks for its name itself.</summary>
    private void ShutOut()
    {
        _shut = [.. _quarantined.All.Keys];
        foreach (var feed in _caches.Feeds.Where(f => _shut.Contains(NameOf(f))))
        {
            feed.Quarantine(true);
        }
    }

    private void Restore(string id, AddedWorker worker)
    {
        if (_registry.Find(new WorkerId(id)) is not null)
        {
            _added.Remove(id);
            Note(id, worker, $"the configuration has a worker of that name, which counts; the one that {worker.By} added is dropped");
        }
        else if (_fleet.Add(worker.Options, added: new WorkerOrigin(worker.By, worker.At)) is { IsEmpty: false } errors)
        {
            var why = string.Join("; ", errors.Select(e => $"{e.Field} {e.Message}"));
            Volatile.Write(ref _notRestored, _notRestored.Add(new NotRestored(id, worker.By, why)));
            Note(id, worker, $"{why}; it is kept, and tried again at the next start");
        }
    }

    private void Note(string id, AddedWorker worker, string note)
    {
        LogNotRestored(_log, id, note);
        _ = _acts.RecordAsync(s_self, "worker.restore", id, new ActReport(AuditResults.Failed, note, Before: worker));
    }

    private void OnOpening(KvEventFeed feed)
    {
        if (_shut.Contains(NameOf(feed)))
        {
            feed.Quarantine(true);
        }
    }

    private void Save()
    {
        _shut = [.. _quarantined.All.Keys];
        _kept.Save();
    }

    [LoggerMessage(LogLevel.Warning, "The database does not answer: workers added, drained or shut out before this start are taken up once it does. Until then drained ones get requests")]
    private static partial void LogUnknown(ILogger logger);

    [LoggerMessage(LogLevel.Warning, "Worker {Worker}, added before this start, is not restored: {Cause}")]
    private static partial void LogNotRestored(ILogger logger, string worker, string cause);
}
