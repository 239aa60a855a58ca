using System.Collections.Immutable;
using PrefixConsole.Routing.KvEvents;

namespace PrefixConsole.Gateway.Telemetry;

/// <summary>What the <see cref="IngestMonitor"/> keeps of one feed: five minutes of samples, and the counters of the last ten seconds. Not thread-safe.</summary>
internal sealed class IngestTrack
{
    // A rate over ten seconds needs the reading before them.
    private const int Readings = 11;

    private readonly SampleRing<IngestSample> _series = new(IngestMonitor.SecondsKept);
    private readonly SampleRing<Reading> _readings = new(Readings);
    private Reading? _last;

    public ImmutableArray<IngestSample> Series => _series.ToArray();

    public void Add(DateTimeOffset at, TimeSpan clock, KvFeedView feed, TimeSpan? lag)
    {
        var reading = new Reading(clock, feed.Events, feed.StoredBlocks + feed.RemovedBlocks, feed.RemovedBlocks);
        _series.Add(new IngestSample(at, _last is { } last ? PerSecond(last, reading, r => r.Events) : null, lag));
        _readings.Add(reading);
        _last = reading;
    }

    public (double? Events, double? Blocks, double? Removed) Rates()
    {
        var readings = _readings.ToArray();
        return readings.Length < 2
            ? (null, null, null)
            : (PerSecond(readings[0], readings[^1], r => r.Events),
                PerSecond(readings[0], readings[^1], r => r.Blocks),
                PerSecond(readings[0], readings[^1], r => r.Removed));
    }

    private static double? PerSecond(Reading from, Reading to, Func<Reading, long> count) =>
        to.Clock > from.Clock ? (count(to) - count(from)) / (to.Clock - from.Clock).TotalSeconds : null;

    private readonly record struct Reading(TimeSpan Clock, long Events, long Blocks, long Removed);
}
