using PrefixConsole.Storage.Fleet;
using PrefixConsole.Storage.Model;

namespace PrefixConsole.Operations;

/// <summary>How the fleet did over a time. Null: nothing to measure.</summary>
/// <param name="Seconds">Seconds that there are samples of.</param>
/// <param name="Requests">Requests that ended.</param>
/// <param name="ErrorRate">Failed share.</param>
public sealed record EffectWindow(int Seconds, long Requests, double? ErrorRate)
{
    public double? RequestsPerSecond => Seconds == 0 ? null : (double)Requests / Seconds;

    /// <summary>Median time to first token of all its requests, ms, and higher quantiles.</summary>
    public double? TtftP50 { get; init; }

    public double? TtftP95 { get; init; }

    public double? TtftP99 { get; init; }

    /// <summary>Share of the requests that succeeded with the first token within <c>Gateway:TtftLimit</c> as it was then, 0 to 1.</summary>
    public double? GoodShare { get; init; }

    /// <summary>Requests that waited in the worker where most did, mean of the samples.</summary>
    public double? Queue { get; init; }

    /// <summary>Cached share of all prompt tokens whose engine reported; 0 to 1.</summary>
    public double? ReportedHitRate { get; init; }

    /// <summary>Cached share of all prompt tokens as predicted; 0 to 1.</summary>
    public double? PredictedHitRate { get; init; }

    /// <summary>Null without a sample.</summary>
    /// <param name="rows">Samples of the time.</param>
    public static EffectWindow? Of(IReadOnlyList<SampleRow> rows)
    {
        if (rows.Count == 0)
        {
            return null;
        }

        var facts = SampleSums.Facts(rows);
        var requests = rows.Sum(r => (long)r.Requests);
        return new EffectWindow(rows.Count * SampleRecorder.Seconds, requests, requests == 0 ? null : (double)rows.Sum(r => r.Errors) / requests)
        {
            TtftP50 = SampleSums.FirstToken(rows, facts, 0.5, r => r.TtftP50),
            TtftP95 = SampleSums.FirstToken(rows, facts, 0.95, r => r.TtftP95),
            TtftP99 = SampleSums.FirstToken(rows, facts, 0.99, r => r.TtftP99),
            GoodShare = SampleSums.Good(rows),
            Queue = rows.Where(r => r.Waiting is not null).Select(r => (double?)r.Waiting).DefaultIfEmpty().Average(),
            ReportedHitRate = SampleSums.Reported(rows, facts),
            PredictedHitRate = SampleSums.Predicted(rows, facts),
        };
    }
}
