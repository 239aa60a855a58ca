using System.Runtime.InteropServices;
using PrefixConsole.Benchmarks.Traces;
using PrefixConsole.Routing.Prefixes;

namespace PrefixConsole.Benchmarks.Replay;

/// <summary>
/// The engine of the reference simulator, so that figures compare: see <see cref="PlainWorker"/>. A block is a 512-token id of the trace.
/// </summary>
internal sealed class PlainEngineModel : IEngineModel
{
    public const string ModelName = "plain";

    private const int TokensPerId = 512;

    private static readonly PrefixNamespace s_space = new(ReplayWorkload.Model);

    public string Name => ModelName;

    public int BlockTokens => TokensPerId;

    public ulong[] CacheableBlocks(TraceRequest request, int number)
    {
        // An id names the whole prefix already. Chaining changes nothing for a sound trace and keeps an unsound one, where an id comes
        // after different parents, from breaking the indexes.
        var ids = request.Blocks.AsSpan(0, Math.Min(request.Blocks.Length, (request.InputTokens - 1) / TokensPerId));
        return PrefixHasher.HashTokens(MemoryMarshal.Cast<long, int>(ids), s_space, sizeof(long) / sizeof(int), []).Hashes;
    }

    public double PrefillSeconds(int uncachedTokens) =>
        PlainWorker.PrefillOverheadSeconds + (uncachedTokens * PlainWorker.PrefillSecondsPerToken);

    public string? Refuse(TraceRequest request, int cacheBlocks) => null;

    public IReplayWorker CreateWorker(int cacheBlocks, EventQueue events, IBlockReports reports) =>
        new PlainWorker(this, cacheBlocks, events, reports);
}
