using System.Collections.Immutable;

namespace PrefixConsole.Routing.Strategies;

/// <content>The trial: begun, changed, promoted, ended. Applying another revision to all ends it, for what it is compared with is gone.</content>
public sealed partial class StrategyStore
{
    /// <summary>Bound of <see cref="EndedTrials"/>; the oldest leave first.</summary>
    public const int EndedTrialsKept = 20;

    private ImmutableArray<EndedTrial> _endedTrials = [];

    /// <summary>What decides a share of the requests; null when the active revision decides all.</summary>
    public StrategyTrial? Trial => _serving.Trial;

    /// <summary>Newest first.</summary>
    public ImmutableArray<EndedTrial> EndedTrials
    {
        get
        {
            lock (_writing)
            {
                return _endedTrials;
            }
        }
    }

    /// <summary>Highest number that a revision or a trial was given.</summary>
    public int LastNumber
    {
        get
        {
            lock (_writing)
            {
                return _lastNumber;
            }
        }
    }

    internal ServingRevisions Serving => _serving;

    /// <summary>The revision or trial with a number, as far as they are kept; null when there is none.</summary>
    public StrategyRevision? Find(int number)
    {
        lock (_writing)
        {
            return _history.FirstOrDefault(r => r.Number == number)
                ?? (_serving.Trial is { } trial && trial.Revision.Number == number ? trial.Revision : null)
                ?? _endedTrials.FirstOrDefault(t => t.Revision.Number == number)?.Revision;
        }
    }

    /// <summary>Lets a spec decide a share of the requests, or changes nothing.</summary>
    /// <param name="spec">What to try.</param>
    /// <param name="percent">Share of conversations, <see cref="StrategyTrial.LeastPercent"/> to <see cref="StrategyTrial.MostPercent"/>.</param>
    /// <param name="by">Who.</param>
    /// <param name="reason">Why.</param>
    /// <param name="expectedRevision">Number of the active revision it is to run beside; null runs beside any.</param>
    public TrialResult StartTrial(StrategySpec spec, int percent, string by, string reason, int? expectedRevision)
    {
        var errors = _catalog.Validate(spec);
        if (!errors.IsEmpty)
        {
            return new TrialResult(Trial, TrialRefusal.Invalid, errors);
        }

        StrategyTrial trial;
        lock (_writing)
        {
            var active = _serving.Active;
            if (_serving.Trial is { } running)
            {
                return TrialResult.Of(running, TrialRefusal.AlreadyRunning);
            }

            if (expectedRevision is { } expected && expected != active.Number)
            {
                return TrialResult.Of(null, TrialRefusal.RevisionConflict);
            }

            trial = new StrategyTrial(Create(++_lastNumber, spec, Later(active.At), by, reason), percent, version: 1);
            _serving = new ServingRevisions(active, trial);
        }

        Changed?.Invoke();
        return TrialResult.Of(trial);
    }

    /// <summary>Gives the running trial another share. Conversations that a smaller share had stay with the trial in a larger one.</summary>
    /// <param name="percent">As in <see cref="StartTrial"/>.</param>
    /// <param name="expected">The trial as the editor saw it; null changes any.</param>
    public TrialResult ChangeShare(int percent, TrialTag? expected)
    {
        StrategyTrial changed;
        lock (_writing)
        {
            if (Expected(expected) is not { } trial)
            {
                return TrialResult.Of(_serving.Trial, TrialRefusal.TrialConflict);
            }

            changed = new StrategyTrial(trial.Revision, percent, trial.Version + 1);
            _serving = new ServingRevisions(_serving.Active, changed);
        }

        Changed?.Invoke();
        return TrialResult.Of(changed);
    }

    /// <summary>Makes the trial the active revision, under its own number. A conflict when it is over or was changed.</summary>
    /// <param name="by">Who.</param>
    /// <param name="reason">Why.</param>
    /// <param name="expected">The trial as it was seen; null promotes any.</param>
    public ApplyResult Promote(string by, string reason, TrialTag? expected)
    {
        StrategyRevision promoted;
        lock (_writing)
        {
            if (Expected(expected) is not { } trial)
            {
                return new ApplyResult(_serving.Active, [], Conflict: true);
            }

            var at = Later(_serving.Active.At);
            promoted = new StrategyRevision
            {
                Number = trial.Revision.Number,
                Spec = trial.Revision.Spec,
                At = at,
                By = by,
                Reason = reason,
                Pipeline = trial.Revision.Pipeline,
            };
            NoteEnd(by, TrialOutcome.Promoted, "it became the active revision", at);
            Activate(promoted);
        }

        Changed?.Invoke();
        return new ApplyResult(promoted, [], Conflict: false);
    }

    /// <summary>The active revision decides everything again. False: the trial was over, or changed.</summary>
    /// <param name="by">Who.</param>
    /// <param name="why">In words.</param>
    /// <param name="expected">The trial as it was seen; null ends any.</param>
    public bool EndTrial(string by, string why, TrialTag? expected)
    {
        lock (_writing)
        {
            if (Expected(expected) is null)
            {
                return false;
            }

            NoteEnd(by, TrialOutcome.Ended, why, _time.GetUtcNow());
            _serving = new ServingRevisions(_serving.Active, null);
        }

        Changed?.Invoke();
        return true;
    }

    /// <summary>Takes over the trials of an earlier run, after its revisions.</summary>
    /// <param name="ended">Newest first.</param>
    /// <param name="running">The one that ran; null when none did. It runs on when its spec is still valid and the active revision is the one
    /// that it ran beside; else it has ended.</param>
    /// <param name="percent">Its share.</param>
    /// <param name="version">See <see cref="StrategyTrial.Version"/>.</param>
    /// <param name="beside">Number of the active revision then.</param>
    public void RestoreTrials(IReadOnlyList<EndedTrial> ended, StrategyRevision? running, int percent, int version, int beside)
    {
        lock (_writing)
        {
            _endedTrials = [.. ended.Take(EndedTrialsKept)];
            if (running is null || percent is < StrategyTrial.LeastPercent or > StrategyTrial.MostPercent)
            {
                return;
            }

            _lastNumber = Math.Max(_lastNumber, running.Number);
            var active = _serving.Active;
            if (!_catalog.Validate(running.Spec).IsEmpty)
            {
                NoteEnd(running, percent, active.By, TrialOutcome.Replaced, "it is not valid in this version", _time.GetUtcNow());
            }
            else if (active.Number != beside)
            {
                NoteEnd(running, percent, active.By, TrialOutcome.Replaced, $"revision {active.Number} was active at the start", _time.GetUtcNow());
            }
            else
            {
                _serving = new ServingRevisions(active, new StrategyTrial(Create(running.Number, running.Spec, running.At, running.By, running.Reason), percent, version));
            }
        }

        Changed?.Invoke();
    }

    private StrategyTrial? Expected(TrialTag? expected) => _serving.Trial is { } trial && (expected is null || expected == trial.Tag) ? trial : null;

    private void NoteEnd(string by, TrialOutcome outcome, string why, DateTimeOffset at)
    {
        if (_serving.Trial is { } trial)
        {
            NoteEnd(trial.Revision, trial.Percent, by, outcome, why, at);
        }
    }

    private void NoteEnd(StrategyRevision revision, int percent, string by, TrialOutcome outcome, string why, DateTimeOffset at) =>
        _endedTrials = [new EndedTrial(revision, percent, at, by, outcome, why), .. _endedTrials.AsSpan()[..Math.Min(_endedTrials.Length, EndedTrialsKept - 1)]];
}
