namespace PrefixConsole.Gateway.Telemetry;

/// <summary>How some requests ended, as sums.</summary>
/// <param name="Requests">Requests that ended.</param>
/// <param name="Errors">Those that did not succeed, whoever was at fault.</param>
/// <param name="Facts">Histogram of time to first token, failures of the server's side, those that succeeded in time, and token sums.</param>
public sealed record OutcomeCounts(long Requests, long Errors, SampleFacts Facts)
{
    public static OutcomeCounts None { get; } = new(0, 0, SampleFacts.None);

    /// <summary>Those that succeeded within the limit of the time to first token.</summary>
    public long Good => Facts.Good ?? 0;

    /// <summary>Failed share, 0 to 1; null without requests.</summary>
    public double? ErrorRate => Requests == 0 ? null : (double)Errors / Requests;

    /// <summary>Share that is goodput, 0 to 1; null without requests.</summary>
    public double? GoodRate => Requests == 0 ? null : (double)Good / Requests;

    /// <summary>A quantile of time to first token, estimated within its bucket; null when no request had one.</summary>
    public TimeSpan? FirstToken(double share) =>
        LatencyBuckets.Quantile(Facts.FirstToken.AsSpan(), share) is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

    public static OutcomeCounts operator +(OutcomeCounts a, OutcomeCounts b) => new(a.Requests + b.Requests, a.Errors + b.Errors, a.Facts + b.Facts);
}
