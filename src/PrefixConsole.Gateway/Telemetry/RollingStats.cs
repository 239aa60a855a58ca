namespace PrefixConsole.Gateway.Telemetry;

/// <summary>
/// The last minute in buckets of a second. Memory is bounded by <see cref="Window"/> buckets of at most <c>latencyLimit</c>
/// latencies each; counts and token sums are exact at any rate, quantiles are exact over the latencies kept. Thread-safe.
/// </summary>
internal sealed class RollingStats
{
    /// <summary>Seconds in the window, the running one included.</summary>
    public const int Window = 60;

    // Above this many latencies a sorted copy is kept for a while: many consoles ask the same question.
    private const int CheapToSort = 512;

    private static readonly TimeSpan s_reuse = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private readonly SecondBucket[] _buckets = new SecondBucket[Window + 4];
    private readonly TimeProvider _time;
    private readonly long _start;
    private WindowStats? _cached;
    private long _cachedAt;

    public RollingStats(TimeProvider time, long start, int latencyLimit)
    {
        _time = time;
        _start = start;
        for (var i = 0; i < _buckets.Length; i++)
        {
            _buckets[i] = new SecondBucket(latencyLimit);
        }
    }

    /// <summary>The running second, counted from the start of the monitor.</summary>
    public long Now => (long)_time.GetElapsedTime(_start).TotalSeconds;

    public void Add(in OutcomeFacts facts)
    {
        lock (_gate)
        {
            var second = Now;
            var bucket = _buckets[second % _buckets.Length];
            if (bucket.Second != second)
            {
                bucket.StartAt(second);
            }

            bucket.Add(facts);
        }
    }

    public WindowStats LastMinute()
    {
        lock (_gate)
        {
            if (_cached is { } cached && _time.GetElapsedTime(_cachedAt) < s_reuse)
            {
                return cached;
            }

            var now = Now;
            var stats = Collect(now - Window + 1, now);
            _cached = stats.FirstToken.Length > CheapToSort ? stats : null;
            _cachedAt = _time.GetTimestamp();
            return stats;
        }
    }

    /// <summary>One second; zeros when it is out of the window.</summary>
    public WindowStats Second(long second)
    {
        lock (_gate)
        {
            return Collect(second, second);
        }
    }

    private WindowStats Collect(long from, long to)
    {
        var requests = 0;
        var errors = 0;
        var good = 0;
        var failures = 0;
        var tokens = default(TokenTotals);
        var first = new List<float>();
        var gaps = new List<float>();
        foreach (var bucket in _buckets)
        {
            if (bucket.Second >= 0 && bucket.Second >= from && bucket.Second <= to)
            {
                requests += bucket.Requests;
                errors += bucket.Errors;
                good += bucket.Good;
                failures += bucket.ServerFailures;
                tokens += bucket.Tokens;
                bucket.FirstToken.CopyTo(first);
                bucket.InterToken.CopyTo(gaps);
            }
        }

        first.Sort();
        gaps.Sort();
        return new WindowStats(requests, errors, good, tokens, [.. first], [.. gaps]) { ServerFailures = failures };
    }
}
