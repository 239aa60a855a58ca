using PrefixConsole.Storage.Fleet;
using PrefixConsole.Storage.Model;

namespace PrefixConsole.Operations;

/// <summary>How the fleet did over a time. Null: nothing to measure.</summary>
/// <param name="Seconds">Seconds that there are samples of.</param>
/// <param name="Requests">Requests that ended.</param>
/// <param name="ErrorRate">Failed share.</param>
/// <param name="TtftP50">Mean of the medians of time to first token, weighted by requests, ms.</param>
/// <param name="TtftP95">The same of the 95th percentiles.</param>
/// <param name="HitRate">Reported cached share of prompt tokens, weighted by requests; predicted where no engine reports.</param>
public sealed record EffectWindow(int Seconds, long Requests, double? ErrorRate, double? TtftP50, double? TtftP95, double? HitRate)
{
    public double? RequestsPerSecond => Seconds == 0 ? null : (double)Requests / Seconds;

    /// <summary>Null without a sample.</summary>
    public static EffectWindow? Of(IReadOnlyList<SampleRow> rows)
    {
        if (rows.Count == 0)
        {
            return null;
        }

        var requests = rows.Sum(r => (long)r.Requests);
        return new EffectWindow(
            rows.Count * SampleRecorder.Seconds,
            requests,
            requests == 0 ? null : (double)rows.Sum(r => r.Errors) / requests,
            Mean(rows, r => r.TtftP50),
            Mean(rows, r => r.TtftP95),
            Mean(rows, r => r.ReportedHitRate ?? r.PredictedHitRate));
    }

    private static double? Mean(IReadOnlyList<SampleRow> rows, Func<SampleRow, double?> value)
    {
        var (sum, weight) = (0.0, 0L);
        foreach (var row in rows)
        {
            if (value(row) is { } known)
            {
                sum += known * row.Requests;
                weight += row.Requests;
            }
        }

        return weight == 0 ? null : sum / weight;
    }
}
