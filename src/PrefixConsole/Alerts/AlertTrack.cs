namespace PrefixConsole.Alerts;

/// <summary>
/// The state of one rule over time: ok → pending when the value goes beyond the threshold → firing once it has stayed there for the rule's time
/// → ok as soon as it is back. Without a value the state stays as it is: no data is not good news.
/// </summary>
/// <param name="above">Fires above the threshold; else below.</param>
/// <param name="threshold">The threshold; a value equal to it is within.</param>
/// <param name="hold">How long it must hold.</param>
public sealed class AlertTrack(bool above, double threshold, TimeSpan hold)
{
    public AlertState State { get; private set; }

    /// <summary>When it came into its state; null before the first value.</summary>
    public DateTimeOffset? Since { get; private set; }

    /// <summary>The last value there was.</summary>
    public double? Value { get; private set; }

    internal bool SameAs(AlertTrack other) => (above, threshold, hold) == (other.IsAbove, other.Threshold, other.Hold);

    private bool IsAbove => above;

    private double Threshold => threshold;

    private TimeSpan Hold => hold;

    /// <summary>Takes a value.</summary>
    /// <returns>True when it began or ended to fire.</returns>
    public bool Add(DateTimeOffset at, double? value)
    {
        if (value is not { } known)
        {
            return false;
        }

        Value = known;
        var beyond = above ? known > threshold : known < threshold;
        var before = State;
        if (!beyond)
        {
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

        return (before == AlertState.Firing) != (State == AlertState.Firing);
    }

    private void Move(AlertState state, DateTimeOffset at)
    {
        if (State != state || Since is null)
        {
            (State, Since) = (state, at);
        }
    }
}
