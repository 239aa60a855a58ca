using PrefixConsole.Storage.Model;

namespace PrefixConsole.Alerts;

/// <summary>One rule over samples as they come: live, replayed after a restart and in a back-test alike. Not thread-safe.</summary>
/// <param name="rule">The rule.</param>
/// <param name="threshold">In force.</param>
/// <param name="hold">In force.</param>
public sealed class AlertEvaluator(AlertRule rule, double threshold, TimeSpan hold)
{
    private readonly AlertTrack _track = new(rule.Above, threshold, hold);
    private readonly SampleWindow _window = new(rule.Window, byModel: rule.Signal == AlertSignal.ModelErrorRatio);
    private readonly SampleWindow _recent = new(AlertRules.ShortWindow);

    public double Threshold => threshold;

    public TimeSpan Hold => hold;

    public AlertState State => _track.State;

    public DateTimeOffset? Since => _track.Since;

    /// <summary>Whether it ended to fire because there was nothing to measure.</summary>
    public bool EndedWithoutData => _track.EndedWithoutData;

    /// <summary>The signal at the last sample; null when there was nothing to measure.</summary>
    public double? Value { get; private set; }

    /// <summary>The model that the signal is of; null for other signals, and when there was nothing to measure.</summary>
    public string? Model { get; private set; }

    /// <summary>Takes a sample.</summary>
    /// <returns>True when the rule began or ended to fire.</returns>
    public bool Add(SampleRow row)
    {
        Warm(row);
        return _track.Add(DateTimeOffset.FromUnixTimeSeconds(row.At), Value);
    }

    /// <summary>Takes a sample that only fills the windows.</summary>
    public void Warm(SampleRow row)
    {
        _window.Add(row);
        _recent.Add(row);
        Value = Read(row);
        Model = rule.Signal == AlertSignal.ModelErrorRatio ? _window.WorstModel?.Model : null;
    }

    private double? Read(SampleRow row) => rule.Signal switch
    {
        AlertSignal.ErrorRatio => _window.FailureRatio,
        AlertSignal.ModelErrorRatio => _window.WorstModel?.Ratio,
        // Both windows must be below: the long one for the budget, the short one so that it ends soon after the trouble does.
        AlertSignal.Availability => _window.FailureRatio is { } hour && _recent.FailureRatio is { } recent ? 1 - Math.Min(hour, recent) : null,
        AlertSignal.TtftP95 => _window.FirstToken(0.95),
        AlertSignal.TtftP99 => _window.FirstToken(0.99),
        AlertSignal.DurationP99 => _window.Duration(0.99),
        AlertSignal.HitRate => _window.HitRate,
        AlertSignal.Preemptions => _window.PreemptionRate,
        AlertSignal.KvUsage => row.KvUsage,
        AlertSignal.QueueDepth => row.Waiting,
        AlertSignal.NotReady => row.NotReady,
        AlertSignal.Untrusted => row.Untrusted,
        AlertSignal.Ready => row.Ready,
        AlertSignal.PrefillDecodeRatio => row is { PrefillRunning: { } prefill, DecodeRunning: { } decode } ? (double)prefill / Math.Max(1, decode) : null,
        _ => null,
    };
}
