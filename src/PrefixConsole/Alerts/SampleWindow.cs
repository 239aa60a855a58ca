using System.Collections.Immutable;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Storage.Fleet;
using PrefixConsole.Storage.Model;

namespace PrefixConsole.Alerts;

/// <summary>
/// The samples of the last <paramref name="length"/>, added up as they come: the cost of a sample does not depend on the length. Samples stored
/// before they kept what can be added up count for nothing. Not thread-safe.
/// </summary>
/// <param name="length">At least one sample counts, however short it is.</param>
/// <param name="byModel">Whether requests are added up by model too.</param>
internal sealed class SampleWindow(TimeSpan length, bool byModel = false)
{
    // Bounded by the length: one row per ten seconds.
    private readonly Queue<SampleRow> _rows = new();
    private readonly long[] _firstToken = new long[LatencyBuckets.Count];
    private readonly long[] _duration = new long[LatencyBuckets.Count];
    // Bounded by the rows: a model without requests in them leaves.
    private readonly Dictionary<string, (long Requests, long Failures)> _models = new(StringComparer.Ordinal);
    private long _requests;
    private long _failures;
    private long _prompt;
    private long _captured;
    private long _reporting;
    private long _delivered;
    private long _preemptions;
    private int _preemptionRows;

    /// <summary>Requests that ended.</summary>
    public long Requests => _requests;

    /// <summary>Those of them that had a first token.</summary>
    public long FirstTokens => _firstToken.Sum();

    /// <summary>Share of requests that failed on the server's side, 0 to 1; null without requests.</summary>
    public double? FailureRatio => _requests == 0 ? null : (double)_failures / _requests;

    /// <summary>The model with the largest share of failures, and that share, 0 to 1; of equal ones the busier. Null without requests that are known by model.</summary>
    public (string Model, double Ratio)? WorstModel
    {
        get
        {
            (string Model, double Ratio)? worst = null;
            long busiest = 0;
            foreach (var (model, (requests, failures)) in _models)
            {
                var ratio = (double)failures / requests;
                if (worst is not { } known || ratio > known.Ratio || (ratio == known.Ratio && requests > busiest))
                {
                    (worst, busiest) = ((model, ratio), requests);
                }
            }

            return worst;
        }
    }

    /// <summary>99th or another quantile of time to first token, seconds.</summary>
    public double? FirstToken(double share) => LatencyBuckets.Quantile(_firstToken, share);

    /// <summary>The same of whole requests.</summary>
    public double? Duration(double share) => LatencyBuckets.Quantile(_duration, share);

    /// <summary>Cached share of prompt tokens, 0 to 1: reported, or predicted where no engine reported.</summary>
    public double? HitRate => _reporting > 0 ? Math.Min(1, (double)_delivered / _reporting) : _prompt > 0 ? (double)_captured / _prompt : null;

    /// <summary>Preemptions per second; null when no engine reports them.</summary>
    public double? PreemptionRate => _preemptionRows == 0 ? null : (double)_preemptions / (_preemptionRows * SampleRecorder.Seconds);

    public void Add(SampleRow row)
    {
        _rows.Enqueue(row);
        Count(row, 1);
        while (_rows.Peek().At <= row.At - (long)length.TotalSeconds && _rows.Count > 1)
        {
            Count(_rows.Dequeue(), -1);
        }
    }

    private void Count(SampleRow row, int sign)
    {
        if (row.Preemptions is { } preempted)
        {
            _preemptions += sign * preempted;
            _preemptionRows += sign;
        }

        if (row.Detail is not { } facts)
        {
            return;
        }

        _requests += sign * row.Requests;
        _failures += sign * facts.ServerFailures;
        _prompt += sign * facts.Prompt;
        _captured += sign * facts.Captured;
        _reporting += sign * facts.Reporting;
        _delivered += sign * facts.Delivered;
        if (byModel)
        {
            CountModels(facts.Models ?? [], sign);
        }

        Count(_firstToken, facts.FirstToken, sign);
        Count(_duration, facts.Duration, sign);
    }

    private void CountModels(ImmutableArray<ModelCount> counts, int sign)
    {
        foreach (var count in counts)
        {
            var (requests, failures) = _models.GetValueOrDefault(count.Model);
            requests += sign * count.Requests;
            if (requests == 0)
            {
                _models.Remove(count.Model);
            }
            else
            {
                _models[count.Model] = (requests, failures + (sign * count.Failures));
            }
        }
    }

    private static void Count(long[] sums, ImmutableArray<long> counts, int sign)
    {
        for (var i = 0; i < counts.Length; i++)
        {
            sums[i] += sign * counts[i];
        }
    }
}
