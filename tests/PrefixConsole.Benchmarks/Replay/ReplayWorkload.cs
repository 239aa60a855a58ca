using System.Globalization;
using PrefixConsole.Benchmarks.Traces;
using PrefixConsole.Routing.Prefixes;
using PrefixConsole.Routing.Scheduling;

namespace PrefixConsole.Benchmarks.Replay;

/// <summary>A trace made ready for a fleet: arrivals at the wanted load, blocks, and the size of the caches. Strategies share it.</summary>
internal sealed record ReplayWorkload
{
    public const string Model = "trace";

    /// <summary>Bounds of what is held in memory at once: 0.4 GB of prompt hashes and about 2 GB of cache entries.</summary>
    private const long MaxPromptBlocks = 50_000_000;
    private const long MaxCacheBlocks = 25_000_000;

    public required IReadOnlyList<ReplayRequest> Requests { get; init; }

    /// <summary>Blocks of each worker's cache: cache share × unique blocks ÷ workers, at least 1.</summary>
    public required int CacheBlocks { get; init; }

    /// <summary>What the arrivals were divided by.</summary>
    public required double TimeScale { get; init; }

    /// <summary>Hit rate of an infinite cache that all workers share, token-weighted over cacheable blocks.</summary>
    public required double Bound { get; init; }

    public required long InputTokens { get; init; }

    /// <exception cref="UsageException">The trace and the options do not go together.</exception>
    public static ReplayWorkload Prepare(List<TraceRequest> trace, IEngineModel model, ReplayOptions options)
    {
        List<TraceRequest> ordered = [.. trace.OrderBy(request => request.TimestampMs)];
        var arrivals = TickSpreading.Spread([.. ordered.Select(request => request.TimestampMs / 1000)]);
        var count = Math.Min(ordered.Count, options.Limit);
        var duration = arrivals[count - 1] - arrivals[0];
        if (duration <= 0)
        {
            throw new UsageException("--load: all requests arrive at the same time, so there is no rate to scale");
        }

        var size = ordered.Take(count).Sum(request => ((long)request.InputTokens + request.OutputTokens) / model.BlockTokens);
        if (size > MaxPromptBlocks)
        {
            throw new UsageException($"--trace: {size:N0} blocks of {model.BlockTokens} tokens; at most {MaxPromptBlocks:N0} are replayed, see --limit");
        }

        var blocks = new ulong[count][];
        var unique = new HashSet<ulong>();
        long hits = 0;
        long tokens = 0;
        var work = 0.0;
        for (var i = 0; i < count; i++)
        {
            blocks[i] = model.CacheableBlocks(ordered[i], i);
            var known = 0;
            while (known < blocks[i].Length && unique.Contains(blocks[i][known]))
            {
                known++;
            }

            hits += (long)known * model.BlockTokens;
            tokens += ordered[i].InputTokens;
            work += model.PrefillSeconds(ordered[i].InputTokens - (known * model.BlockTokens));
            unique.UnionWith(blocks[i]);
        }

        var scale = options.Load * options.Workers * duration / work;
        var cacheBlocks = Math.Max(1, (int)(options.CacheShare * unique.Count / options.Workers));
        if ((long)cacheBlocks * options.Workers > MaxCacheBlocks)
        {
            throw new UsageException($"--cache-share: caches of more than {MaxCacheBlocks:N0} blocks of {model.BlockTokens} tokens in all");
        }

        var requests = new List<ReplayRequest>(count);
        for (var i = 0; i < count; i++)
        {
            if (model.Refuse(ordered[i], cacheBlocks) is { } reason)
            {
                throw new UsageException($"--cache-share: {reason}");
            }

            var routing = Route(i, ordered[i], blocks[i], model.BlockTokens);
            requests.Add(new ReplayRequest(i, (arrivals[i] - arrivals[0]) / scale, ordered[i], routing));
        }

        return new ReplayWorkload
        {
            Requests = requests,
            CacheBlocks = cacheBlocks,
            TimeScale = scale,
            Bound = (double)hits / tokens,
            InputTokens = tokens,
        };
    }

    private static RoutingRequest Route(int number, TraceRequest request, ulong[] hashes, int blockTokens)
    {
        var blocks = new PromptBlocks
        {
            Hashes = hashes,
            Unit = PrefixUnit.Tokens,
            BlockSize = blockTokens,
            TotalUnits = request.InputTokens,
        };
        return new RoutingRequest
        {
            Id = number.ToString(CultureInfo.InvariantCulture),
            Model = Model,
            Namespace = new PrefixNamespace(Model),
            Blocks = blocks,
            TokenBlocks = blocks,
            PromptTokens = request.InputTokens,
        };
    }
}
