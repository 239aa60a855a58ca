using PrefixConsole.Storage.Fleet;
using PrefixConsole.Storage.Model;

namespace PrefixConsole.Alerts;

/// <summary>What a rule would have done over past samples.</summary>
/// <param name="Fired">How often it would have begun to fire.</param>
/// <param name="Firing">How long it would have fired in all.</param>
/// <param name="Covered">Time that there are samples of.</param>
/// <param name="Asked">Time that was asked for.</param>
/// <param name="Measured">Share of the samples that have a value of the signal; 0 when it is not measured.</param>
public sealed record BackTest(int Fired, TimeSpan Firing, TimeSpan Covered, TimeSpan Asked, double Measured)
{
    /// <param name="rule">The rule.</param>
    /// <param name="threshold">To try.</param>
    /// <param name="hold">To try.</param>
    /// <param name="rows">Samples, oldest first; those before <paramref name="from"/> only warm the signals up.</param>
    /// <param name="from">Start of the time.</param>
    /// <param name="to">End of the time.</param>
    public static BackTest Run(AlertRule rule, double threshold, TimeSpan hold, IReadOnlyList<SampleRow> rows, DateTimeOffset from, DateTimeOffset to)
    {
        var track = new AlertTrack(rule.Above, threshold, hold);
        var (fired, firing, samples, measured) = (0, TimeSpan.Zero, 0, 0);
        for (var i = 0; i < rows.Count; i++)
        {
            var at = DateTimeOffset.FromUnixTimeSeconds(rows[i].At);
            if (at < from || at > to)
            {
                continue;
            }

            var value = AlertReading.Of(rule.Signal, rows, i);
            samples++;
            measured += value is null ? 0 : 1;
            var changed = track.Add(at, value);
            fired += changed && track.State == AlertState.Firing ? 1 : 0;
            firing += track.State == AlertState.Firing ? TimeSpan.FromSeconds(SampleRecorder.Seconds) : TimeSpan.Zero;
        }

        return new BackTest(fired, firing, TimeSpan.FromSeconds((double)samples * SampleRecorder.Seconds), to - from, samples == 0 ? 0 : (double)measured / samples);
    }
}
