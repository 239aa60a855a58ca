using PrefixConsole.Storage.Fleet;
using PrefixConsole.Storage.Model;

namespace PrefixConsole.Alerts;

/// <summary>Signals in the fleet's ten-second samples.</summary>
public static class AlertReading
{
    private const int Minute = 60;
    private const int Hour = 3600;

    /// <summary>The signal at one sample; null when there is nothing to measure.</summary>
    /// <param name="signal">Which.</param>
    /// <param name="rows">Samples, oldest first.</param>
    /// <param name="index">The sample; those before it are looked at as far as the signal reaches back.</param>
    public static double? Of(AlertSignal signal, IReadOnlyList<SampleRow> rows, int index)
    {
        var row = rows[index];
        return signal switch
        {
            AlertSignal.ErrorRatio => Share(rows, index, Minute),
            AlertSignal.Availability => 1 - Share(rows, index, Hour),
            AlertSignal.TtftP95 => Mean(rows, index, r => r.TtftP95) / 1000,
            AlertSignal.TtftP99 => row.TtftP99 / 1000,
            AlertSignal.KvUsage => row.KvUsage,
            AlertSignal.QueueDepth => row.Waiting,
            AlertSignal.HitRate => Mean(rows, index, r => r.ReportedHitRate ?? r.PredictedHitRate),
            AlertSignal.NotReady => row.NotReady,
            AlertSignal.Untrusted => row.Untrusted,
            AlertSignal.Ready => row.Workers - row.NotReady,
            _ => null,
        };
    }

    private static double? Share(IReadOnlyList<SampleRow> rows, int index, int seconds)
    {
        var (requests, errors) = (0L, 0L);
        for (var i = index; i >= 0 && rows[i].At > rows[index].At - seconds; i--)
        {
            requests += rows[i].Requests;
            errors += rows[i].Errors;
        }

        return requests == 0 ? null : (double)errors / requests;
    }

    /// <summary>Over a minute, weighted by requests.</summary>
    private static double? Mean(IReadOnlyList<SampleRow> rows, int index, Func<SampleRow, double?> value)
    {
        var (sum, weight) = (0.0, 0L);
        for (var i = index; i >= 0 && rows[i].At > rows[index].At - Minute; i--)
        {
            if (value(rows[i]) is { } known && rows[i].Requests > 0)
            {
                sum += known * rows[i].Requests;
                weight += rows[i].Requests;
            }
        }

        return weight == 0 ? null : sum / weight;
    }

    /// <summary>Samples that a signal needs before the first it is wanted for.</summary>
    public static TimeSpan Reach => TimeSpan.FromSeconds(Hour + SampleRecorder.Seconds);
}
