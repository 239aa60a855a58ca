using System.Globalization;
using System.Text.RegularExpressions;
using NetMQ;
using NetMQ.Sockets;
using PrefixConsole.Benchmarks.GatewayLoad.Contenders;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Benchmarks.Ingest;

/// <summary>The engines' process and the credits it is given: as many rounds as asked for per second, and never more under way than the queues hold.</summary>
internal sealed partial class Flood : IDisposable
{
    // rounds sent and not applied; a queue holds 4,096 batches
    private const int MostUnderWay = 256;

    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(5);

    private readonly ChildProcess _engines;
    private readonly IngestSide _side;
    private readonly int _workers;
    private readonly PushSocket _credits = new();
    private long _granted;

    private Flood(ChildProcess engines, IngestSide side, int workers) => (_engines, _side, _workers) = (engines, side, workers);

    public static async Task<Flood> StartAsync(IngestSide side, int workers, CancellationToken cancellationToken)
    {
        var program = typeof(Flood).Assembly.Location;
        var engines = ChildProcess.StartDll(program, ["ingest", PublisherProgram.Name, "--workers", workers.ToString(CultureInfo.InvariantCulture)]);
        var flood = new Flood(engines, side, workers);
        try
        {
            var ports = (await engines.MatchAsync(Ports(), cancellationToken)).Groups[1].Value.Split(' ');
            flood._credits.Options.SendHighWatermark = 0;
            flood._credits.Connect($"tcp://127.0.0.1:{ports[0]}");
            for (var w = 0; w < workers; w++)
            {
                side.Add(w, new KvEventSource($"tcp://127.0.0.1:{ports[w + 1]}"));
            }

            await side.StartAsync(cancellationToken);
            await engines.MatchAsync(Subscribed(), cancellationToken);
            return flood;
        }
        catch
        {
            flood.Dispose();
            throw;
        }
    }

    /// <summary>Sends for a time and waits until all of it is applied. At most <paramref name="blocksPerSecond"/>; 0: as fast as it goes.</summary>
    /// <returns>Blocks stored.</returns>
    public async Task<long> RunAsync(TimeSpan length, double blocksPerSecond, CancellationToken cancellationToken)
    {
        var roundsPerSecond = blocksPerSecond / (_workers * BatchSet.Blocks);
        var (before, start) = (_granted, TimeProvider.System.GetTimestamp());
        using var look = new PeriodicTimer(s_look);
        while (await look.WaitForNextTickAsync(cancellationToken))
        {
            var elapsed = TimeProvider.System.GetElapsedTime(start);
            var applied = _side.Batches / _workers;
            if (elapsed >= length)
            {
                if (applied == _granted)
                {
                    break;
                }

                continue;
            }

            var due = blocksPerSecond > 0 ? before + (long)(elapsed.TotalSeconds * roundsPerSecond) : long.MaxValue;
            for (; _granted < due && _granted - applied < MostUnderWay; _granted++)
            {
                _credits.SendFrameEmpty();
            }
        }

        return (_granted - before) * _workers * BatchSet.Blocks;
    }

    public void Dispose()
    {
        _credits.Dispose();
        _engines.Dispose();
    }

    [GeneratedRegex("^ports (.+)$")]
    private static partial Regex Ports();

    [GeneratedRegex("^subscribed$")]
    private static partial Regex Subscribed();
}
