using System.Diagnostics;

namespace PrefixConsole.Benchmarks.GatewayLoad.Generators;

/// <summary>The closed loop by this program: a thread per connection.</summary>
internal sealed class ProgramLoop : IClosedLoop
{
    public string Name => "this program";

    public async Task<LoadResult> RunAsync(Uri address, BodySet bodies, int connections, TimeSpan duration, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        var end = start + (long)(duration.TotalSeconds * Stopwatch.Frequency);
        var tallies = await LoadThreads.RunAsync(connections, thread =>
        {
            var tally = new Tally();
            using var connection = new RawConnection(address);
            var next = thread * bodies.Bodies.Length / connections;
            var sent = Stopwatch.GetTimestamp();
            while (sent < end && !cancellationToken.IsCancellationRequested)
            {
                var ok = connection.Post(bodies.Bodies[next++ % bodies.Bodies.Length]);
                var now = Stopwatch.GetTimestamp();
                tally.Add(ok, now - sent);
                sent = now;
            }

            return tally;
        });
        cancellationToken.ThrowIfCancellationRequested();
        return Tally.Sum(tallies, Stopwatch.GetElapsedTime(start).TotalSeconds);
    }
}
