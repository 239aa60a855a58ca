using System.Collections.Immutable;
using PrefixConsole.Access;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Routing.Strategies;
using PrefixConsole.Storage.Model;
using PrefixConsole.Storage.Revisions;

namespace PrefixConsole.Operations;

/// <summary>
/// Changes of the strategy as operators make them: audited, and on demand with commit-confirm, as network gear has it: the revision reverts
/// by itself after a set time unless confirmed. The clock runs here, so that a closed browser or a restart of the process changes nothing.
/// </summary>
public sealed partial class StrategyChanges : IHostedService, IDisposable
{
    /// <summary>Shortest and longest time to confirm.</summary>
    public static readonly TimeSpan LeastWait = TimeSpan.FromSeconds(10);

    public static readonly TimeSpan MostWait = TimeSpan.FromHours(24);

    /// <summary>Who reverts a change that nobody confirmed in time, and who one that broke a guardrail.</summary>
    internal const string ClockName = "auto-revert";

    internal const string GuardName = "guardrail";

    private const string PendingKey = "strategy.pending";

    private static readonly Actor s_self = new(ClockName, "program", Permissions.Read | Permissions.Operate, "this process");
    private static readonly Actor s_guard = s_self with { Name = GuardName };

    private readonly Lock _gate = new();
    private readonly StrategyStore _store;
    private readonly Acts _acts;
    private readonly SettingStore _settings;
    private readonly ChangeGuards _guards;
    private readonly TimeProvider _time;
    private readonly ILogger<StrategyChanges> _log;
    private readonly ITimer _timer;
    private SettingLoad? _load;

    // What waited when the process ended, until the revisions of that time are back.
    private PendingChange? _left;
    private bool _forgot;
    private PendingChange? _pending;
    private StrategySpec? _before;
    private OutcomeTally? _tally;
    private GuardWatch? _watch;

    public StrategyChanges(StrategyStore store, Acts acts, SettingStore settings, ChangeGuards guards, TimeProvider time, ILogger<StrategyChanges> log)
    {
        (_store, _acts, _settings, _guards, _time, _log) = (store, acts, settings, guards, time, log);
        _timer = time.CreateTimer(_ => OnTime(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        store.Changed += OnStoreChanged;
    }

    /// <summary>Raised when a revision begins or ends to wait for a confirmation; handlers only signal.</summary>
    public event Action? Changed;

    /// <summary>What waits for a confirmation; null when nothing does.</summary>
    public PendingChange? Pending
    {
        get
        {
            lock (_gate)
            {
                return _pending;
            }
        }
    }

    /// <summary>The guardrails of what waits, as they were last looked at; empty when there are none.</summary>
    public ImmutableArray<GuardReading> Readings
    {
        get
        {
            lock (_gate)
            {
                return _watch?.Readings ?? [];
            }
        }
    }

    /// <summary>Takes up what waited when the process ended, once the revisions of that time are back: reverts it when its time is over, else lets the clock run on.</summary>
    public async Task StartAsync(CancellationToken cancellationToken) => _load = await _settings.LoadAsync<PendingChange>(
        PendingKey,
        left =>
        {
            lock (_gate)
            {
                _left = left;
            }

            TakeUp();
        },
        cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _load?.Dispose();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        _store.Changed -= OnStoreChanged;
        _timer.Dispose();
        Unguard();
    }

    /// <summary>Applies a spec, or changes nothing.</summary>
    /// <param name="actor">Who.</param>
    /// <param name="spec">What.</param>
    /// <param name="reason">Why; checked by <see cref="ChangeReason"/>, without which nothing is applied.</param>
    /// <param name="expected">Number of the revision the edit started from; null applies over anything.</param>
    /// <param name="confirmWithin">Revert after this unless confirmed, from <see cref="LeastWait"/> to <see cref="MostWait"/>; null stays.</param>
    /// <param name="action">What the audit log calls it.</param>
    /// <param name="guards">What takes it back before that; only with <paramref name="confirmWithin"/>.</param>
    /// <exception cref="NotAllowedException">The actor may not.</exception>
    public Task<ApplyResult> ApplyAsync(
        Actor actor, StrategySpec spec, string reason, int? expected, TimeSpan? confirmWithin = null, string action = "strategy.apply", Guardrails? guards = null) =>
        ChangeAsync(actor, action, spec.Name, reason, confirmWithin, guards, () => _store.Apply(spec, actor.Name, reason, expected));

    /// <summary>Makes the trial the active revision. A conflict: it is over, or its share was changed.</summary>
    /// <param name="actor">Who.</param>
    /// <param name="expected">The trial as it was seen; null promotes any.</param>
    /// <param name="reason">As in <see cref="ApplyAsync"/>, and so on.</param>
    /// <param name="confirmWithin">Within which it must be confirmed.</param>
    /// <param name="guards">What takes it back before that.</param>
    /// <exception cref="NotAllowedException">The actor may not.</exception>
    public Task<ApplyResult> PromoteAsync(Actor actor, TrialTag? expected, string reason, TimeSpan? confirmWithin = null, Guardrails? guards = null) => ChangeAsync(
        actor,
        "trial.promote",
        expected is { } tag ? NameOf(tag.Number) : "the trial",
        reason,
        confirmWithin,
        guards,
        () => _store.Promote(actor.Name, reason, expected),
        "the trial is over, or its share was changed");

    /// <summary>Keeps the revision that waits. False: it does not wait any more.</summary>
    /// <exception cref="NotAllowedException">The actor may not.</exception>
    public Task<bool> ConfirmAsync(Actor actor, int revision)
    {
        PendingChange? before = null;
        return _acts.DoAsync(
            actor,
            "strategy.confirm",
            NameOf(revision),
            () =>
            {
                before = Pending;
                return End(revision);
            },
            done => done ? new ActReport(AuditResults.Done, "", before, new { Revision = revision, Confirmed = true }) : NotWaiting());
    }

    /// <summary>Reverts the revision that waits now. Null: it does not wait any more.</summary>
    /// <exception cref="NotAllowedException">The actor may not.</exception>
    public Task<ApplyResult?> RevertAsync(Actor actor, int revision) => RevertAsync(actor, revision, $"revision {revision} was reverted", "");

    private Task<ApplyResult> ChangeAsync(
        Actor actor, string action, string target, string reason, TimeSpan? confirmWithin, Guardrails? guards, Func<ApplyResult> apply, string? conflict = null)
    {
        StrategyRevision? before = null;
        return _acts.DoAsync(
            actor,
            action,
            target,
            () =>
            {
                lock (_gate)
                {
                    before = _store.Current;
                    var ttft = guards is { TtftTimes: not null } ? _guards.TtftNow() : null;
                    if ((ChangeReason.Check(reason) ?? ChangeGuards.Unmeasured(guards, ttft)) is { } wrong)
                    {
                        return new ApplyResult(before, [new SpecError(wrong.Field, wrong.Message)], Conflict: false);
                    }

                    var pending = _pending;
                    var safe = pending is not null && pending.Revision == before.Number ? (pending.RevertsTo, _before!) : (before.Number, before.Spec);
                    var result = apply();
                    if (result.Applied && confirmWithin is { } wait)
                    {
                        Wait(new PendingChange(result.Revision.Number, safe.Item1, _time.GetUtcNow() + wait, actor.Name, guards, ttft), safe.Item2);
                    }

                    return result;
                }
            },
            result => Report(result, before!, reason, confirmWithin, guards, conflict));
    }

    /// <summary>What the audit log calls a revision.</summary>
    internal static string NameOf(int revision) => FormattableString.Invariant($"revision {revision}");

    private static object StateOf(StrategyRevision revision) => new { Revision = revision.Number, revision.Spec };

    private static ActReport NotWaiting() => new(AuditResults.Failed, "it does not wait for a confirmation");

    private static ActReport Report(ApplyResult result, StrategyRevision before, string reason, TimeSpan? confirmWithin, Guardrails? guards, string? conflict)
    {
        var note = confirmWithin is { } wait ? $"{reason} (reverts unless confirmed within {wait}{(guards is null ? "" : ", or when a guardrail is broken")})".Trim() : reason;
        return result switch
        {
            { Applied: true } => new ActReport(AuditResults.Done, note, StateOf(before), new { Revision = result.Revision.Number, result.Revision.Spec, ConfirmWithinSeconds = confirmWithin?.TotalSeconds ?? 0, Guardrails = guards }),
            { Conflict: true } => new ActReport(AuditResults.Conflict, conflict ?? $"revision {result.Revision.Number} came first"),
            _ => new ActReport(AuditResults.Invalid, string.Join("; ", result.Errors.Select(e => $"{e.Field}: {e.Message}"))),
        };
    }

    private Task<ApplyResult?> RevertAsync(Actor actor, int revision, string reason, string note)
    {
        StrategyRevision? before = null;
        return _acts.DoAsync(
            actor,
            "strategy.revert",
            NameOf(revision),
            () =>
            {
                before = _store.Current;
                return Revert(revision, actor.Name, reason);
            },
            result => result is { Applied: true } ? new ActReport(AuditResults.Done, note, StateOf(before!), StateOf(result.Revision)) : NotWaiting());
    }

    private ApplyResult? Revert(int revision, string by, string reason)
    {
        lock (_gate)
        {
            if (_pending is not { } pending || pending.Revision != revision)
            {
                return null;
            }

            // Under the number that waits: whoever applied something else meanwhile has taken over.
            return _store.Apply(_before!, by, reason, pending.Revision);
        }
    }

    private void Wait(PendingChange pending, StrategySpec before)
    {
        (_pending, _before) = (pending, before);
        Guard(pending);
        _ = _settings.WriteAsync(PendingKey, pending);
        Arm(pending);
        Changed?.Invoke();
    }

    /// <summary>Nothing waits any more; false when nothing did.</summary>
    private bool End(int revision)
    {
        lock (_gate)
        {
            if (_pending?.Revision != revision)
            {
                return false;
            }

            (_pending, _before) = (null, null);
            Unguard();
            _ = _settings.WriteAsync<PendingChange?>(PendingKey, null);
            _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        Changed?.Invoke();
        return true;
    }

    private void Guard(PendingChange pending)
    {
        Unguard();
        if (pending.Guards is { IsEmpty: false } guards)
        {
            // Nothing was decided by it before.
            _tally = _guards.Count(pending.Revision, DateTimeOffset.MinValue);
            _watch = _guards.Watch(guards, _tally, null, pending.TtftBefore, broken => _ = RevertAloneAsync(s_guard, pending, $"revision {pending.Revision} was reverted by a guardrail: {broken}"));
        }
    }

    private void Unguard()
    {
        _watch?.Dispose();
        _tally?.Dispose();
        (_watch, _tally) = (null, null);
    }

    private void Arm(PendingChange pending)
    {
        var left = pending.ConfirmBy - _time.GetUtcNow();
        _timer.Change(left > TimeSpan.Zero ? left : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    private void OnTime()
    {
        if (Pending is not { } pending)
        {
            return;
        }

        if (pending.ConfirmBy > _time.GetUtcNow())
        {
            // The clock of the machine was set back, or this was an earlier one's time.
            Arm(pending);
            return;
        }

        _ = RevertAloneAsync(s_self, pending, $"revision {pending.Revision} was not confirmed in time");
    }

    private async Task RevertAloneAsync(Actor self, PendingChange pending, string reason)
    {
        if (await RevertAsync(self, pending.Revision, reason, reason) is { Applied: true })
        {
            LogReverted(_log, reason, pending.RevertsTo);
        }
    }

    private void OnStoreChanged()
    {
        // Another revision is active: nothing waits for the one that was.
        if (Pending is { } pending && _store.Current.Number != pending.Revision)
        {
            End(pending.Revision);
        }

        TakeUp();
    }

    private void TakeUp()
    {
        PendingChange left;
        lock (_gate)
        {
            if (!_store.IsRestored)
            {
                Forget();
                return;
            }

            if (_left is null)
            {
                return;
            }

            (left, _left) = (_left, null);
            if (_pending is not null || left.Revision != _store.Current.Number || _store.History.FirstOrDefault(r => r.Number == left.RevertsTo) is not { } before)
            {
                return;
            }

            (_pending, _before) = (left, before.Spec);
            Guard(left);
            Arm(left);
        }

        Changed?.Invoke();
    }

    /// <summary>Revisions were counted anew, without those of earlier runs: what waited then must not be taken for one of these.</summary>
    private void Forget()
    {
        if (!_store.IsUntouched && !_forgot)
        {
            (_forgot, _left) = (true, null);
            _ = _settings.WriteAsync(PendingKey, _pending);
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Reason}; the strategy of revision {RevertsTo} is active again")]
    private static partial void LogReverted(ILogger logger, string reason, int revertsTo);
}
