using System.Collections.Immutable;

namespace PrefixConsole.Gateway.Telemetry;

/// <summary>
/// Latency histograms of the fleet, second by second, as long as <see cref="RollingStats"/> keeps its seconds. Every request is counted, at
/// any rate; memory does not depend on it. Thread-safe.
/// </summary>
internal sealed class LatencySeconds(TimeProvider time, long start)
{
    private const int Slots = RollingStats.Window + 4;

    private readonly Lock _gate = new();
    private readonly long[] _seconds = [.. Enumerable.Repeat(-1L, Slots)];
    private readonly long[][] _first = Empty();
    private readonly long[][] _gaps = Empty();
    private readonly long[][] _durations = Empty();

    public void Add(in OutcomeFacts facts)
    {
        lock (_gate)
        {
            var second = (long)time.GetElapsedTime(start).TotalSeconds;
            var slot = second % Slots;
            if (_seconds[slot] != second)
            {
                _seconds[slot] = second;
                Array.Clear(_first[slot]);
                Array.Clear(_gaps[slot]);
                Array.Clear(_durations[slot]);
            }

            Count(_first[slot], facts.FirstTokenMs);
            Count(_gaps[slot], facts.InterTokenMs);
            Count(_durations[slot], facts.DurationMs);
        }
    }

    /// <summary>The facts with the histograms of a second; without any when it is out of the window.</summary>
    public SampleFacts Fill(SampleFacts facts, long second)
    {
        lock (_gate)
        {
            var slot = second % Slots;
            return _seconds[slot] != second
                ? facts
                : facts with { FirstToken = Copy(_first[slot]), InterToken = Copy(_gaps[slot]), Duration = Copy(_durations[slot]) };
        }
    }

    private static void Count(long[] counts, float? milliseconds)
    {
        if (milliseconds is { } known)
        {
            counts[LatencyBuckets.IndexOf(known / 1000.0)]++;
        }
    }

    private static ImmutableArray<long> Copy(long[] counts) => counts.AsSpan().ContainsAnyExcept(0L) ? [.. counts] : [];

    private static long[][] Empty() => [.. Enumerable.Range(0, Slots).Select(_ => new long[LatencyBuckets.Count])];
}
