using System.Diagnostics;

namespace PrefixConsole.Benchmarks.GatewayLoad.Generators;

/// <summary>
/// Open loop: requests are due at fixed times, and a latency counts from the time its request was due. A slow answer makes the
/// requests behind it late, and that lateness counts (no coordinated omission).
/// </summary>
internal static class PacedLoop
{
    public static async Task<LoadResult> RunAsync(Uri address, BodySet bodies, int connections, double rate, TimeSpan duration, CancellationToken cancellationToken)
    {
        var next = -1L;
        var schedule = new Schedule(Stopwatch.GetTimestamp() + (Stopwatch.Frequency / 100), rate, duration, Stopwatch.Frequency);
        var count = schedule.Count;
        var tallies = await LoadThreads.RunAsync(connections, _ =>
        {
            var tally = new Tally();
            using var connection = new RawConnection(address);
            while (Interlocked.Increment(ref next) is var index && index < count && !cancellationToken.IsCancellationRequested)
            {
                var due = schedule.IntendedAt(index);
                PreciseWait.Until(due);
                var ok = connection.Post(bodies.Bodies[index % bodies.Bodies.Length]);
                tally.Add(ok, Stopwatch.GetTimestamp() - due);
            }

            return tally;
        });
        cancellationToken.ThrowIfCancellationRequested();
        return Tally.Sum(tallies, Stopwatch.GetElapsedTime(schedule.Start).TotalSeconds);
    }
}
