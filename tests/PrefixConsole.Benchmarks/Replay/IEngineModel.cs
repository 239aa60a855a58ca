using PrefixConsole.Benchmarks.Traces;

namespace PrefixConsole.Benchmarks.Replay;

/// <summary>How the simulated workers behave, and how a request of the trace is cut into blocks for them.</summary>
internal interface IEngineModel
{
    string Name { get; }

    int BlockTokens { get; }

    /// <summary>Chained hashes of the full blocks that leave at least one token to compute.</summary>
    /// <param name="request">Line of the trace.</param>
    /// <param name="number">Its number, which names what the line does not.</param>
    ulong[] CacheableBlocks(TraceRequest request, int number);

    /// <summary>Seconds of prefill for a request alone, which <c>--load</c> is measured in.</summary>
    double PrefillSeconds(int uncachedTokens);

    /// <summary>Why a worker with that many blocks can never serve a request; null when it can.</summary>
    string? Refuse(TraceRequest request, int cacheBlocks);

    IReplayWorker CreateWorker(int cacheBlocks, EventQueue events, IBlockReports reports);
}
