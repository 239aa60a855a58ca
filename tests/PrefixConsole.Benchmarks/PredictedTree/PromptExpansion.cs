using PrefixConsole.Routing.Prefixes;

namespace PrefixConsole.Benchmarks.PredictedTree;

/// <summary>
/// Makes the prompt that a trace only names: 512 tokens or 2048 characters per id, each a full block (the trace's own length is ignored),
/// by the formulas that the peers' figures were measured with. One prompt at a time, in one buffer.
/// </summary>
internal abstract class PromptExpansion
{
    public const int TokensPerId = 512;
    public const int MaxIds = 100_000;

    private const ulong IdStride = 4096;

    protected static readonly PrefixNamespace Space = new("trace");

    /// <summary>Of the mode, for the report.</summary>
    public abstract string Name { get; }

    /// <summary>Blocks of the index per id of the trace.</summary>
    public abstract int BlocksPerId { get; }

    public abstract void Expand(ReadOnlySpan<long> ids);

    /// <summary>Hashes what was expanded last.</summary>
    public abstract PromptBlocks Hash();

    protected static ulong Unit(long id, int index) => SplitMix64.Next(unchecked(((ulong)id * IdStride) + (ulong)index));

    protected static void Reserve<T>(ref T[] buffer, int length)
    {
        if (buffer.Length < length)
        {
            buffer = new T[length];
        }
    }
}
