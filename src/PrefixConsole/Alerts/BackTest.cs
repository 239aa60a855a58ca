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
    /// <summary>Why there may be fewer samples than were stored: the database does not answer. Null when it does.</summary>
    public string? Problem { get; init; }

    /// <param name="rule">The rule.</param>
    /// <param name="threshold">To try.</param>
    /// <param name="hold">To try.</param>
    /// <param name="rows">Samples, oldest first; those before <paramref name="from"/> only warm the signals up.</param>
    /// <param name="from">Start of the time.</param>
    /// <param name="to">End of the time.</param>
    public static BackTest Run(AlertRule rule, double threshold, TimeSpan hold, IReadOnlyList<SampleRow> rows, DateTimeOffset from, DateTimeOffset to)
    {
        var evaluator = new AlertEvaluator(rule, threshold, hold);
        var (fired, firing, samples, measured) = (0, TimeSpan.Zero, 0, 0);
        for (var i = 0; i < rows.Count; i++)
        {
            var at = DateTimeOffset.FromUnixTimeSeconds(rows[i].At);
            if (at > to)
            {
                break;
            }

            if (at < from)
            {
                evaluator.Warm(rows[i]);
                continue;
            }

            var changed = evaluator.Add(rows[i]);
            samples++;
            measured += evaluator.Value is null ? 0 : 1;
            fired += changed && evaluator.State == AlertState.Firing ? 1 : 0;
            firing += evaluator.State == AlertState.Firing ? TimeSpan.FromSeconds(SampleRecorder.Seconds) : TimeSpan.Zero;
        }

        return new BackTest(fired, firing, TimeSpan.FromSeconds((double)samples * SampleRecorder.Seconds), to - from, samples == 0 ? 0 : (double)measured / samples);
    }
}
