using PrefixConsole.Benchmarks.Traces;
using PrefixConsole.Routing.Prefixes;
using PrefixConsole.Simulation.Engine;

namespace PrefixConsole.Benchmarks.Replay;

/// <summary>
/// The engine of the simulated workers: blocks of 16 tokens, chunked prefill in one batch with decode, generated tokens cached, preemption.
/// It exists to see whether a ranking survives another engine, not to give other figures.
/// </summary>
/// <remarks>
/// Each 512-token id becomes 32 blocks whose tokens spell the id; tokens beyond the ids are the request's own. Passes of 512 tokens at half
/// the speed of the fitted polynomials prefill 10,500 tokens/s (the plain engine: 10,240) and decode a token in 11 to 22 ms alone and about
/// 70 ms beside a prefill (plain: 20 ms always). Load is measured in full passes beside a decode batch that fills a tenth of the pool, 7,250 tokens/s,
/// because a prefill here hardly ever runs alone; sequences are bounded at vLLM's default of 256, so that slow decode does not become a queue.
/// </remarks>
internal sealed class VllmEngineModel : IEngineModel
{
    public const string ModelName = "vllm";
    public const double Speed = 0.5;

    private const int TokensPerId = 512;
    private const int TokensPerPass = 512;
    private const double TypicalFill = 0.1;

    private static readonly double s_passSeconds =
        (EngineTiming.PrefillMilliseconds(TokensPerPass) + EngineTiming.DecodeMilliseconds(TypicalFill)) / Speed / 1000;

    private readonly ulong _seed = new PrefixNamespace(ReplayWorkload.Model).Seed();
    private int[] _tokens = [];

    public string Name => ModelName;

    public int BlockTokens => 16;

    public ulong[] CacheableBlocks(TraceRequest request, int number)
    {
        var tokens = TokensOf(request, number);
        var hashes = new ulong[(request.InputTokens - 1) / BlockTokens];
        var hash = _seed;
        for (var i = 0; i < hashes.Length; i++)
        {
            hash = BlockChain.Next(hash, tokens.Slice(i * BlockTokens, BlockTokens));
            hashes[i] = hash;
        }

        return hashes;
    }

    public double PrefillSeconds(int uncachedTokens) => uncachedTokens * s_passSeconds / TokensPerPass;

    public string? Refuse(TraceRequest request, int cacheBlocks)
    {
        var needed = (long)request.InputTokens + OutputTokens(request);
        return needed <= (long)cacheBlocks * BlockTokens
            ? null
            : $"a worker's cache would hold {(long)cacheBlocks * BlockTokens} tokens, but a request of the trace needs {needed}";
    }

    public IReplayWorker CreateWorker(int cacheBlocks, EventQueue events, IBlockReports reports)
    {
        var options = new EngineOptions
        {
            Blocks = cacheBlocks,
            BlockSize = BlockTokens,
            MaxBatchedTokens = TokensPerPass,
            MaxModelLength = int.MaxValue,
            SpeedFactor = Speed,
            RecordBlockEvents = true,
        };
        return new VllmWorker(this, new SimulatedEngine(options, new UniformTokenSource(32_000), events.Time), events, reports);
    }

    public EngineRequest CreateRequest(ReplayRequest request) =>
        new(TokensOf(request.Trace, request.Number), OutputTokens(request.Trace), new PrefixNamespace(ReplayWorkload.Model));

    /// <summary>An engine generates at least one token.</summary>
    private static int OutputTokens(TraceRequest request) => Math.Max(1, request.OutputTokens);

    /// <summary>The tokens of a prompt, in a buffer that the next call overwrites.</summary>
    private ReadOnlySpan<int> TokensOf(TraceRequest request, int number)
    {
        if (_tokens.Length < request.InputTokens)
        {
            _tokens = new int[request.InputTokens];
        }

        var tokens = _tokens.AsSpan(0, request.InputTokens);
        var position = 0;
        foreach (var id in request.Blocks)
        {
            for (var end = (int)Math.Min(tokens.Length, (long)position + TokensPerId); position < end; position++)
            {
                tokens[position] = (position & 1) == 0 ? (int)id : (int)(id >> 32);
            }
        }

        // Negative, as no id of a trace is: what the trace does not name is shared with nobody.
        tokens[position..].Fill(~number);
        return tokens;
    }
}
