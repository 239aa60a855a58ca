using System.Collections.Immutable;

namespace PrefixConsole.Gateway.Telemetry;

/// <summary>What can be added up of the requests that ended in a stretch of time, so that longer stretches have true quantiles and shares.</summary>
public sealed record SampleFacts
{
    public static SampleFacts None { get; } = new() { Good = 0 };

    /// <summary>Requests in each of the <see cref="LatencyBuckets"/>, by time to first token; empty when there was none.</summary>
    public ImmutableArray<long> FirstToken { get; init; } = [];

    /// <summary>The same by the mean gap between tokens.</summary>
    public ImmutableArray<long> InterToken { get; init; } = [];

    /// <summary>The same by the time from arrival to the last byte.</summary>
    public ImmutableArray<long> Duration { get; init; } = [];

    /// <summary>Requests that failed on the server's side: answered with 5xx, or broken off.</summary>
    public int ServerFailures { get; init; }

    /// <summary>
    /// Requests that succeeded within <c>Gateway:TtftLimit</c> as it was when they ended; null in samples of before it was kept, and in sums with one of them.
    /// </summary>
    public int? Good { get; init; }

    /// <summary>Requests by model, at most <see cref="ModelNames.Limit"/> and one; null in samples of before it was kept.</summary>
    public ImmutableArray<ModelCount>? Models { get; init; }

    /// <summary>Prompt tokens of served requests; those some worker was predicted to hold; those the chosen one was.</summary>
    public long Prompt { get; init; }

    public long Available { get; init; }

    public long Captured { get; init; }

    /// <summary>Prompt tokens of the requests whose engine reported cached tokens, and those cached tokens.</summary>
    public long Reporting { get; init; }

    public long Delivered { get; init; }

    /// <summary>Cached share of prompt tokens, 0 to 1; null without tokens.</summary>
    public double? PredictedHitRate => Prompt == 0 ? null : (double)Captured / Prompt;

    public double? ReportedHitRate => Reporting == 0 ? null : Math.Min(1, (double)Delivered / Reporting);

    public static SampleFacts operator +(SampleFacts a, SampleFacts b) => new()
    {
        FirstToken = Add(a.FirstToken, b.FirstToken),
        InterToken = Add(a.InterToken, b.InterToken),
        Duration = Add(a.Duration, b.Duration),
        ServerFailures = a.ServerFailures + b.ServerFailures,
        Good = a.Good + b.Good,
        Models = ModelCount.Add(a.Models, b.Models),
        Prompt = a.Prompt + b.Prompt,
        Available = a.Available + b.Available,
        Captured = a.Captured + b.Captured,
        Reporting = a.Reporting + b.Reporting,
        Delivered = a.Delivered + b.Delivered,
    };

    public static SampleFacts Sum(IEnumerable<SampleFacts> parts) => parts.Aggregate(None, (sum, part) => sum + part);

    private static ImmutableArray<long> Add(ImmutableArray<long> a, ImmutableArray<long> b) =>
        a.IsEmpty ? b : b.IsEmpty ? a : [.. a.Zip(b, (x, y) => x + y)];
}
