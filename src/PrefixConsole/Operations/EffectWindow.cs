using PrefixConsole.Storage.Fleet;
using PrefixConsole.Storage.Model;

namespace PrefixConsole.Operations;

/// <summary>How the fleet did over a time. Null: nothing to measure.</summary>
/// <param name="Seconds">Seconds that there are samples of.</param>
/// <param name="Requests">Requests that ended.</param>
/// <param name="ErrorRate">Failed share.</param>
/// <param name="TtftP50">Median time to first token of all its requests, ms.</param>
/// <param name="TtftP95">95th percentile of the same.</param>
/// <param name="HitRate">Reported cached share of all prompt tokens whose engine reported; predicted where no engine reports.</param>
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

        var facts = SampleSums.Facts(rows);
        var requests = rows.Sum(r => (long)r.Requests);
        return new EffectWindow(
            rows.Count * SampleRecorder.Seconds,
            requests,
            requests == 0 ? null : (double)rows.Sum(r => r.Errors) / requests,
            SampleSums.FirstToken(rows, facts, 0.5, r => r.TtftP50),
            SampleSums.FirstToken(rows, facts, 0.95, r => r.TtftP95),
            SampleSums.Reported(rows, facts) ?? SampleSums.Predicted(rows, facts));
    }
}
