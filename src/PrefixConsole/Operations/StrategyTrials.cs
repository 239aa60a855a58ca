using PrefixConsole.Access;
using PrefixConsole.Routing.Strategies;
using PrefixConsole.Storage.Model;
using PrefixConsole.Storage.Revisions;

namespace PrefixConsole.Operations;

/// <summary>
/// Trials of a strategy on a share of the requests, as operators run them: audited, compared from the decisions of both sides, and on demand
/// ended by a clock or a guardrail. A trial goes on over a restart; what was counted before it does not.
/// </summary>
/// <remarks>Its lock is never held while the store changes: whoever changes it holds locks of their own, and is told of here.</remarks>
public sealed partial class StrategyTrials : IHostedService, IDisposable
{
    private const string LimitsKey = "strategy.trial.limits";

    private static readonly Actor s_clock = new("auto-end", "program", Permissions.Read | Permissions.Operate, "this process");
    private static readonly Actor s_guard = s_clock with { Name = "guardrail" };

    private readonly Lock _gate = new();
    private readonly StrategyStore _store;
    private readonly Acts _acts;
    private readonly SettingStore _settings;
    private readonly ChangeGuards _guards;
    private readonly TimeProvider _time;
    private readonly ILogger<StrategyTrials> _log;
    private SettingLoad? _load;

    // Of the trial that ran when the process ended, until it is back.
    private TrialLimits? _left;
    private bool _forgot;
    private TrialWatch? _watch;

    public StrategyTrials(StrategyStore store, Acts acts, SettingStore settings, ChangeGuards guards, TimeProvider time, ILogger<StrategyTrials> log)
    {
        (_store, _acts, _settings, _guards, _time, _log) = (store, acts, settings, guards, time, log);
        store.Changed += OnStoreChanged;
    }

    /// <summary>The running trial and both its sides; null when there is none.</summary>
    public TrialView? Read()
    {
        var (trial, active) = (_store.Trial, _store.Current);
        lock (_gate)
        {
            return trial is not null && _watch is { } watch && watch.Number == trial.Revision.Number ? watch.View(trial, active) : null;
        }
    }

    /// <summary>Takes up what limits the trial that ran when the process ended, once the strategies of that time are back.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        Follow();
        _load = await _settings.LoadAsync<TrialLimits>(
            LimitsKey,
            limits =>
            {
                lock (_gate)
                {
                    _left = limits;
                }

                TakeUp();
            },
            cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _load?.Dispose();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        _store.Changed -= OnStoreChanged;
        _watch?.Dispose();
    }

    /// <summary>Lets a spec decide a share of the requests, or changes nothing.</summary>
    /// <param name="actor">Who.</param>
    /// <param name="spec">What.</param>
    /// <param name="percent">Share of conversations, 1 to 99.</param>
    /// <param name="reason">Why; checked by <see cref="ChangeReason"/>.</param>
    /// <param name="expected">Number of the active revision it is to run beside; null runs beside any.</param>
    /// <param name="endAfter">Ends by itself after this; the range is that of a time to confirm. Null runs until somebody ends it.</param>
    /// <param name="guards">What ends it before that; null for nothing.</param>
    /// <exception cref="NotAllowedException">The actor may not.</exception>
    public Task<TrialResult> BeginAsync(Actor actor, StrategySpec spec, int percent, string reason, int? expected, TimeSpan? endAfter = null, Guardrails? guards = null) =>
        _acts.DoAsync(
            actor,
            "trial.start",
            spec.Name,
            () =>
            {
                if (ChangeReason.Check(reason) is { } missing)
                {
                    return new TrialResult(_store.Trial, TrialRefusal.Invalid, [new SpecError(missing.Field, missing.Message)]);
                }

                var result = _store.StartTrial(spec, percent, actor.Name, reason, expected);
                if (result.Done)
                {
                    var limits = new TrialLimits(result.Trial!.Revision.Number, endAfter is { } span ? _time.GetUtcNow() + span : null, guards);
                    _ = _settings.WriteAsync(LimitsKey, limits);
                    Limit(limits);
                }

                return result;
            },
            result => Report(result, reason, result.Done ? new { Revision = result.Trial!.Revision.Number, Percent = percent, Spec = spec, EndAfter = endAfter, Guardrails = guards } : null));

    /// <summary>Gives the trial another share.</summary>
    /// <param name="actor">Who.</param>
    /// <param name="percent">Share of conversations, 1 to 99.</param>
    /// <param name="expected">The trial as it was seen; null changes any.</param>
    /// <exception cref="NotAllowedException">The actor may not.</exception>
    public Task<TrialResult> ShareAsync(Actor actor, int percent, TrialTag? expected)
    {
        var before = _store.Trial;
        return _acts.DoAsync(
            actor,
            "trial.share",
            Name(expected?.Number ?? before?.Revision.Number),
            () => _store.ChangeShare(percent, expected),
            result => Report(result, "", result.Done ? new { Percent = percent } : null, new { before?.Percent }));
    }

    /// <summary>Ends the trial: the active revision decides everything again. False: it was over, or its share was changed.</summary>
    /// <param name="actor">Who.</param>
    /// <param name="why">Why; may be empty.</param>
    /// <param name="expected">The trial as it was seen; null ends any.</param>
    /// <exception cref="NotAllowedException">The actor may not.</exception>
    public Task<bool> EndAsync(Actor actor, string why, TrialTag? expected)
    {
        object? before = null;
        return _acts.DoAsync(
            actor,
            "trial.end",
            Name(expected?.Number ?? _store.Trial?.Revision.Number),
            () =>
            {
                before = Running();
                return _store.EndTrial(actor.Name, why, expected);
            },
            done => done ? new ActReport(AuditResults.Done, why, before) : new ActReport(AuditResults.Conflict, "the trial is over, or its share was changed"));
    }

    private object? Running()
    {
        var trial = _store.Trial;
        lock (_gate)
        {
            return trial is null ? null : StateOf(trial.Revision, trial.Percent, _watch?.Number == trial.Revision.Number ? _watch.Limits : null);
        }
    }

    private static object StateOf(StrategyRevision revision, int percent, TrialLimits? limits) =>
        new { Revision = revision.Number, Percent = percent, revision.Spec, Began = revision.At, limits?.EndBy, Guardrails = limits?.Guards };

    private static string Name(int? number) => FormattableString.Invariant($"revision {number}");

    private static ActReport Report(TrialResult result, string reason, object? after, object? before = null) => result.Refusal switch
    {
        TrialRefusal.None => new ActReport(AuditResults.Done, reason, before, after),
        TrialRefusal.Invalid => new ActReport(AuditResults.Invalid, string.Join("; ", result.Errors.Select(e => $"{e.Field}: {e.Message}"))),
        TrialRefusal.AlreadyRunning => new ActReport(AuditResults.Conflict, $"the trial of revision {result.Trial?.Revision.Number} runs"),
        TrialRefusal.RevisionConflict => new ActReport(AuditResults.Conflict, "another revision came first"),
        _ => new ActReport(AuditResults.Conflict, "the trial is over, or its share was changed"),
    };

    private void OnStoreChanged()
    {
        Follow();
        TakeUp();
    }

    private void TakeUp()
    {
        TrialLimits left;
        lock (_gate)
        {
            if (!_store.IsRestored && !_store.IsUntouched && !_forgot)
            {
                // Revisions were counted anew, without those of earlier runs: a trial of then must not be taken for one of these.
                (_forgot, _left) = (true, null);
                _ = _settings.WriteAsync(LimitsKey, _watch?.Limits);
            }

            // Until its trial is back.
            if (_left is null || !_store.IsRestored || _watch?.Number != _left.Number)
            {
                return;
            }

            (left, _left) = (_left, null);
        }

        Limit(left);
    }

    /// <summary>Begins to count a trial that has begun, and ends it for one that is over.</summary>
    private void Follow()
    {
        int? over = null;
        TrialLimits? limits = null;
        lock (_gate)
        {
            var (trial, active) = (_store.Trial, _store.Current);
            if (trial?.Revision.Number == _watch?.Number)
            {
                return;
            }

            (over, limits) = (_watch?.Number, _watch?.Limits);
            _watch?.Dispose();
            _watch = trial is null ? null : new TrialWatch(trial.Revision.Number, active.Number, _time.GetUtcNow(), _guards, _time, OnTime);
        }

        if (over is { } number && _store.EndedTrials.FirstOrDefault(t => t.Revision.Number == number) is { Outcome: TrialOutcome.Replaced } replaced)
        {
            // Nobody asked for its end: it came with another change.
            _ = _acts.RecordAsync(s_clock, "trial.end", Name(number), new ActReport(AuditResults.Done, replaced.Why, StateOf(replaced.Revision, replaced.Percent, limits)));
        }
    }

    private void Limit(TrialLimits limits)
    {
        lock (_gate)
        {
            if (_watch?.Number == limits.Number)
            {
                _watch.Limit(limits, _time.GetUtcNow(), broken => _ = EndAloneAsync(s_guard, limits.Number, $"ended by a guardrail: {broken}"));
            }
        }
    }

    private void OnTime()
    {
        int number;
        lock (_gate)
        {
            if (_watch is not { Limits.EndBy: { } end } watch)
            {
                return;
            }

            if (end > _time.GetUtcNow())
            {
                // The clock of the machine was set back.
                watch.Arm(_time.GetUtcNow());
                return;
            }

            number = watch.Number;
        }

        _ = EndAloneAsync(s_clock, number, "its time was over");
    }

    private async Task EndAloneAsync(Actor self, int number, string why)
    {
        // Again when somebody changed its share at this moment.
        while (_store.Trial is { } trial && trial.Revision.Number == number)
        {
            if (await EndAsync(self, why, trial.Tag))
            {
                LogEnded(_log, number, why);
                return;
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "The trial of revision {Number} ended: {Why}")]
    private static partial void LogEnded(ILogger logger, int number, string why);
}
