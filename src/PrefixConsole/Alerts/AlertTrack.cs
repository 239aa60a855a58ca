using PrefixConsole.Storage.Fleet;

namespace PrefixConsole.Alerts;

/// <summary>
/// The state of one rule over time: ok → pending when the value goes beyond the threshold → firing once it has stayed there for the rule's time
/// → ok as soon as it is back. As in Prometheus the time must be measured without a break: no value, or a gap between samples, starts it over.
/// A rule that fires goes on without a value for <see cref="KeptWithoutData"/>: no data is not good news at once, but not bad news for ever.
/// </summary>
/// <param name="above">Fires above the threshold; else below.</param>
/// <param name="threshold">The threshold; a value equal to it is within.</param>
/// <param name="hold">How long it must hold.</param>
public sealed class AlertTrack(bool above, double threshold, TimeSpan hold)
{
    private DateTimeOffset? _lastSample;
    private DateTimeOffset? _lastValue;

    /// <summary>How long a rule that fires goes on without a value.</summary>
    public static TimeSpan KeptWithoutData { get; } = TimeSpan.FromMinutes(5);

    /// <summary>Samples further apart than this have a gap between them: one that came late is none.</summary>
    public static TimeSpan MostApart { get; } = TimeSpan.FromSeconds(3 * SampleRecorder.Seconds);

    public AlertState State { get; private set; }

    /// <summary>When it came into its state; null before the first value.</summary>
    public DateTimeOffset? Since { get; private set; }

    /// <summary>Whether it last ended to fire because there was nothing to measure.</summary>
    public bool EndedWithoutData { get; private set; }

    /// <summary>Takes a value; null when there was nothing to measure.</summary>
    /// <returns>True when it began or ended to fire.</returns>
    public bool Add(DateTimeOffset at, double? value)
    {
        var before = State;
        if (State == AlertState.Pending && (value is null || at - _lastSample > MostApart))
        {
            Move(AlertState.Ok, at);
        }
        else if (State == AlertState.Firing && at - _lastValue >= KeptWithoutData)
        {
            Move(AlertState.Ok, at);
            EndedWithoutData = true;
        }

        _lastSample = at;
        if (value is { } known)
        {
            _lastValue = at;
            Take(at, above ? known > threshold : known < threshold);
        }

        return (before == AlertState.Firing) != (State == AlertState.Firing);
    }

    private void Take(DateTimeOffset at, bool beyond)
    {
        if (!beyond)
        {
            EndedWithoutData = State != AlertState.Firing && EndedWithoutData;
            Move(AlertState.Ok, at);
        }
        else if (State == AlertState.Ok)
        {
            Move(hold <= TimeSpan.Zero ? AlertState.Firing : AlertState.Pending, at);
        }
        else if (State == AlertState.Pending && at - Since >= hold)
        {
            Move(AlertState.Firing, at);
        }
    }

    private void Move(AlertState state, DateTimeOffset at)
    {
        if (State != state || Since is null)
        {
            (State, Since) = (state, at);
        }
    }
}
