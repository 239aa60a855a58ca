using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Benchmarks.Replay;

/// <summary>What the caller asked for.</summary>
internal sealed record ReplayOptions
{
    public const double MinLoad = 0.001;
    public const double MaxLoad = 10;

    /// <value>1 to <see cref="WorkerRegistry.MaxWorkers"/>.</value>
    public required int Workers { get; init; }

    /// <summary>Blocks of all caches ÷ unique blocks of the trace.</summary>
    /// <value>Above 0, at most the number of workers: each then holds the whole trace.</value>
    public required double CacheShare { get; init; }

    /// <summary>Share of the fleet's prefill time that an infinite shared cache would still leave.</summary>
    /// <value><see cref="MinLoad"/> to <see cref="MaxLoad"/>.</value>
    public required double Load { get; init; }

    public required int Seed { get; init; }

    /// <summary>Requests to replay, from the first.</summary>
    /// <value>1 or more.</value>
    public required int Limit { get; init; }

    /// <summary>True when strategies may rely on what engines report; false leaves them the predicted tree.</summary>
    public bool Reports { get; init; } = true;

    /// <exception cref="UsageException">A value is out of range.</exception>
    public void Check()
    {
        Require(Workers is >= 1 and <= WorkerRegistry.MaxWorkers, $"--workers must be 1 to {WorkerRegistry.MaxWorkers}");
        Require(CacheShare > 0 && CacheShare <= Workers, "--cache-share must be above 0 and at most the number of workers");
        Require(Load is >= MinLoad and <= MaxLoad, $"--load must be {MinLoad} to {MaxLoad}");
        Require(Limit >= 1, "--limit must be 1 or more");
    }

    private static void Require(bool holds, string message)
    {
        if (!holds)
        {
            throw new UsageException(message);
        }
    }
}
