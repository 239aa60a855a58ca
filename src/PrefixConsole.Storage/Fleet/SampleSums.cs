using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Storage.Model;

namespace PrefixConsole.Storage.Fleet;

/// <summary>Several samples as one: quantiles of all their requests, and shares of all their tokens.</summary>
public static class SampleSums
{
    /// <summary>What the samples add up to; those stored before samples kept facts add nothing.</summary>
    public static SampleFacts Facts(IEnumerable<SampleRow> rows) => SampleFacts.Sum(rows.Select(r => r.Detail).OfType<SampleFacts>());

    /// <summary>A quantile of time to first token, ms. Where no sample keeps facts: the mean of the column, weighted by requests.</summary>
    public static double? FirstToken(IReadOnlyCollection<SampleRow> rows, SampleFacts facts, double share, Func<SampleRow, double?> column) =>
        facts.FirstToken.IsEmpty ? Mean(rows, column) : LatencyBuckets.Quantile(facts.FirstToken.AsSpan(), share) * 1000;

    /// <summary>Predicted cached share of prompt tokens, 0 to 1.</summary>
    public static double? Predicted(IReadOnlyCollection<SampleRow> rows, SampleFacts facts) => facts.PredictedHitRate ?? Mean(rows, r => r.PredictedHitRate);

    /// <summary>Reported cached share of the prompt tokens of those that reported, 0 to 1.</summary>
    public static double? Reported(IReadOnlyCollection<SampleRow> rows, SampleFacts facts) => facts.ReportedHitRate ?? Mean(rows, r => r.ReportedHitRate);

    /// <summary>Share of the requests that succeeded with the first token in time, 0 to 1, of the samples that counted them.</summary>
    public static double? Good(IEnumerable<SampleRow> rows)
    {
        var (good, requests) = (0L, 0L);
        foreach (var row in rows)
        {
            if (row.Detail?.Good is { } known)
            {
                good += known;
                requests += row.Requests;
            }
        }

        return requests == 0 ? null : (double)good / requests;
    }

    private static double? Mean(IReadOnlyCollection<SampleRow> rows, Func<SampleRow, double?> column)
    {
        var (sum, weight) = (0.0, 0L);
        foreach (var row in rows)
        {
            if (column(row) is { } known)
            {
                sum += known * row.Requests;
                weight += row.Requests;
            }
        }

        return weight == 0 ? null : sum / weight;
    }
}
