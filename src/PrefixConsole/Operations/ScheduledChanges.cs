using System.Collections.Immutable;
using PrefixConsole.Access;
using PrefixConsole.Gateway.Configuration;
using PrefixConsole.Routing.Strategies;
using PrefixConsole.Storage.Model;
using PrefixConsole.Storage.Revisions;

namespace PrefixConsole.Operations;

/// <summary>
/// Changes of strategy at a time to come. At its time a change is applied as it was planned, unless another revision came first or it is not
/// valid any more; one whose time passed while the process was down is noted as missed, because nobody expects it any more. Outlives a restart.
/// </summary>
/// <remarks>Its lock is never held while the strategy changes.</remarks>
public sealed class ScheduledChanges : IHostedService, IDisposable
{
    /// <summary>Most that are planned at a time, and notes that are kept.</summary>
    public const int MostPlanned = 10;

    public const int NotesKept = 20;

    private const string Key = "strategy.schedule";

    // A clock that is later than this was not running: the machine slept.
    private static readonly TimeSpan s_late = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly StrategyChanges _changes;
    private readonly StrategyStore _store;
    private readonly StrategyCatalog _catalog;
    private readonly Acts _acts;
    private readonly KeptSetting<StoredSchedule> _kept;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private ImmutableList<ScheduledChange> _planned = [];
    private ImmutableList<ScheduleNote> _notes = [];

    // Of what was taken up: their time had passed.
    private ImmutableList<ScheduledChange> _missed = [];

    public ScheduledChanges(StrategyChanges changes, StrategyStore store, StrategyCatalog catalog, Acts acts, SettingStore settings, TimeProvider time)
    {
        (_changes, _store, _catalog, _acts, _time) = (changes, store, catalog, acts, time);
        _kept = new KeptSetting<StoredSchedule>(settings, Key, _gate, Take, () => StoredSchedule.Of(_planned.Concat(_missed), _notes));
        _kept.Taken += OnTaken;
        _timer = time.CreateTimer(_ => _ = OnTimeAsync(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Farthest time ahead.</summary>
    public static TimeSpan Farthest { get; } = TimeSpan.FromDays(30);

    /// <summary>Raised after something was planned or settled; handlers only signal.</summary>
    public event Action? Changed;

    /// <summary>Next first.</summary>
    public IReadOnlyList<ScheduledChange> Planned
    {
        get
        {
            lock (_gate)
            {
                return _planned;
            }
        }
    }

    /// <summary>Newest first.</summary>
    public IReadOnlyList<ScheduleNote> Notes
    {
        get
        {
            lock (_gate)
            {
                return _notes;
            }
        }
    }

    /// <summary>While the database is away nothing is due from before; what is planned meanwhile is added to what was stored.</summary>
    public Task StartAsync(CancellationToken cancellationToken) => _kept.StartAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _kept.Stop();
        return Task.CompletedTask;
    }

    public void Dispose() => _timer.Dispose();

    /// <summary>What is wrong with a time to change at; null when nothing is.</summary>
    public static FieldError? CheckTime(DateTimeOffset at, DateTimeOffset now) =>
        at <= now ? new FieldError("at", "is in the past: give a time to come")
        : at > now + Farthest ? new FieldError("at", FormattableString.Invariant($"must be at most {Farthest.TotalDays} days ahead"))
        : null;

    /// <summary>Plans a change, or nothing.</summary>
    /// <param name="actor">Who.</param>
    /// <param name="plan">What; its id and name are given here.</param>
    /// <param name="expected">Number of the active revision it is planned against; null for whichever is active.</param>
    /// <exception cref="NotAllowedException">The actor may not.</exception>
    public Task<ScheduleResult> PlanAsync(Actor actor, ScheduledChange plan, int? expected) => _acts.DoAsync(
        actor,
        "strategy.schedule",
        plan.Spec.Name,
        () => Plan(plan with { Id = Guid.NewGuid().ToString("N")[..8], By = actor.Name, Against = expected ?? _store.Current.Number }),
        result => result switch
        {
            { Change: { } planned } => new ActReport(AuditResults.Done, planned.Reason, After: planned),
            { Conflict: true } => new ActReport(AuditResults.Conflict, "another revision came first"),
            _ => new ActReport(AuditResults.Invalid, string.Join("; ", result.Errors.Select(e => $"{e.Field}: {e.Message}"))),
        });

    /// <summary>Takes a planned change back. False: it is not planned any more.</summary>
    /// <exception cref="NotAllowedException">The actor may not.</exception>
    public Task<bool> CancelAsync(Actor actor, string id) =>
        _acts.DoAsync(actor, "strategy.unschedule", id, () => Cancel(id, actor.Name), () => Planned.FirstOrDefault(c => c.Id == id));

    private bool Cancel(string id, string by)
    {
        lock (_gate)
        {
            if (_planned.Find(c => c.Id == id) is not { } change)
            {
                return false;
            }

            _planned = _planned.Remove(change);
            Note(change, ScheduleOutcome.Cancelled, $"by {by}");
            Save();
        }

        Changed?.Invoke();
        return true;
    }

    private ScheduleResult Plan(ScheduledChange change)
    {
        var errors = new List<FieldError>(_catalog.Validate(change.Spec).Select(e => new FieldError(e.Field, e.Message)));
        errors.AddRange(((FieldError?[])[ChangeReason.Check(change.Reason), CheckTime(change.At, _time.GetUtcNow())]).OfType<FieldError>());
        lock (_gate)
        {
            if (_planned.Count >= MostPlanned)
            {
                errors.Add(new FieldError("at", $"{MostPlanned} changes are planned already: cancel one first"));
            }

            if (errors.Count > 0)
            {
                return new ScheduleResult(null, errors);
            }

            if (change.Against != _store.Current.Number)
            {
                return new ScheduleResult(null, [], Conflict: true);
            }

            _planned = [.. _planned.Add(change).OrderBy(c => c.At)];
            Save();
        }

        Changed?.Invoke();
        return new ScheduleResult(change, []);
    }

    private async Task OnTimeAsync()
    {
        ImmutableList<ScheduledChange> due;
        lock (_gate)
        {
            var now = _time.GetUtcNow();
            due = _planned.FindAll(c => c.At <= now);
            _planned = _planned.RemoveAll(c => c.At <= now);
            Arm();
        }

        foreach (var change in due)
        {
            await (_time.GetUtcNow() - change.At > s_late ? MissAsync(change) : ApplyAsync(change));
        }
    }

    private async Task ApplyAsync(ScheduledChange change)
    {
        // Whoever planned it was allowed to; the acts say that a clock did it.
        var actor = new Actor(change.By, "schedule", Permissions.Read | Permissions.Operate, FormattableString.Invariant($"planned for {change.At.UtcDateTime:u}"));
        var result = await _changes.ApplyAsync(actor, change.Spec, change.Reason, change.Against, change.ConfirmWithin, "strategy.scheduled", change.Guards);
        Settle(change, result.Applied ? ScheduleOutcome.Applied : ScheduleOutcome.Refused, result switch
        {
            { Applied: true } => $"as revision {result.Revision.Number}",
            { Conflict: true } => $"revision {result.Revision.Number} came first: it was planned against revision {change.Against}",
            _ => string.Join("; ", result.Errors.Select(e => $"{e.Field} {e.Message}")),
        });
    }

    private async Task MissAsync(ScheduledChange change)
    {
        const string Why = "this program did not run at its time; plan it again if it is still wanted";
        Settle(change, ScheduleOutcome.Missed, Why);
        await _acts.RecordAsync(new Actor(change.By, "schedule", Permissions.None, "this process"), "strategy.scheduled", change.Spec.Name, new ActReport(AuditResults.Failed, "missed: " + Why));
    }

    private void Settle(ScheduledChange change, ScheduleOutcome outcome, string why)
    {
        lock (_gate)
        {
            Note(change, outcome, why);
            Save();
        }

        Changed?.Invoke();
    }

    private void Note(ScheduledChange change, ScheduleOutcome outcome, string why) =>
        _notes = [new ScheduleNote(change, _time.GetUtcNow(), outcome, why), .. _notes.Take(NotesKept - 1)];

    private void Save()
    {
        Arm();
        _kept.Save();
    }

    private void Arm()
    {
        var wait = _planned.IsEmpty ? Timeout.InfiniteTimeSpan : _planned[0].At - _time.GetUtcNow();
        _timer.Change(_planned.IsEmpty || wait > TimeSpan.Zero ? wait : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    private void Take(StoredSchedule? stored)
    {
        // What an earlier process planned may have been settled since.
        var there = _planned.Concat(_missed).Concat(_notes.Select(n => n.Change)).Select(c => c.Id).ToHashSet(StringComparer.Ordinal);
        var notes = (stored?.Notes ?? []).Select(n => n.ToNote()).Where(n => there.Add(n.Change.Id)).ToArray();
        var earlier = (stored?.Planned ?? []).Select(i => i.ToChange()).Where(c => there.Add(c.Id)).ToArray();
        var now = _time.GetUtcNow();
        _missed = [.. _missed, .. earlier.Where(c => c.At <= now)];
        _planned = [.. _planned.Concat(earlier.Where(c => c.At > now)).OrderBy(c => c.At)];
        _notes = [.. _notes.Concat(notes).OrderByDescending(n => n.At).Take(NotesKept)];
        Arm();
    }

    private void OnTaken()
    {
        ImmutableList<ScheduledChange> missed;
        lock (_gate)
        {
            (missed, _missed) = (_missed, []);
        }

        foreach (var change in missed)
        {
            _ = MissAsync(change);
        }

        Changed?.Invoke();
    }
}
