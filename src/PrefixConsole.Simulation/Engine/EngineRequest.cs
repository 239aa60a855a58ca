using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Threading.Channels;
using PrefixConsole.Routing.Prefixes;

namespace PrefixConsole.Simulation.Engine;

/// <summary>A prompt in the engine and what it has generated so far. Written by its engine under that engine's lock.</summary>
public sealed class EngineRequest
{
    private readonly List<int> _tokens;
    private readonly List<ulong> _hashes = [];
    private readonly ulong _seed;

    /// <param name="prompt">Token ids, at least one.</param>
    /// <param name="maxTokens">Tokens to generate, at least one.</param>
    /// <param name="space">What must be equal for blocks to be shared.</param>
    public EngineRequest(ReadOnlySpan<int> prompt, int maxTokens, in PrefixNamespace space)
    {
        if (prompt.IsEmpty)
        {
            throw new ArgumentException("A prompt has at least one token.", nameof(prompt));
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(maxTokens, 1);
        _tokens = new List<int>(prompt.Length + 16);
        _tokens.AddRange(prompt);
        _seed = space.Seed();
        PromptTokens = prompt.Length;
        MaxTokens = maxTokens;
        Namespace = space;
        Fingerprint = XxHash3.HashToUInt64(MemoryMarshal.AsBytes(prompt), unchecked((long)_seed));
    }

    public PrefixNamespace Namespace { get; }

    public int PromptTokens { get; }

    public int MaxTokens { get; }

    /// <summary>Hash of prompt and namespace; with the engine's seed it decides the answer.</summary>
    public ulong Fingerprint { get; }

    public EngineRequestState State { get; internal set; }

    /// <summary>Prompt tokens found in cache when the request was first admitted, as vLLM reports them in <c>usage</c>.</summary>
    public int CachedTokens { get; internal set; }

    public int OutputTokens => _tokens.Count - PromptTokens;

    /// <summary>Tokens known so far: prompt, then output.</summary>
    public int Length => _tokens.Count;

    /// <summary>Times it lost its blocks and had to start over.</summary>
    public int Preemptions { get; internal set; }

    /// <summary>From submission to the first token; null before.</summary>
    public TimeSpan? TimeToFirstToken { get; internal set; }

    public IReadOnlyList<int> Tokens => _tokens;

    /// <summary>Tokens whose KV is in blocks.</summary>
    internal int Computed { get; set; }

    /// <summary>Length at the last admission: what comes before it is prefill, what comes after decode.</summary>
    internal int PrefillTarget { get; set; }

    internal bool Admitted { get; set; }

    internal List<CacheBlock> Blocks { get; } = [];

    /// <summary>How many of <see cref="Blocks"/>, from the first, are committed.</summary>
    internal int CommittedBlocks { get; set; }

    internal Random? Random { get; set; }

    internal TimeSpan SubmittedAt { get; set; }

    internal TimeSpan LastTokenAt { get; set; }

    internal LinkedListNode<EngineRequest>? WaitingNode { get; set; }

    internal ChannelWriter<int>? Output { get; set; }

    internal void Append(int token) => _tokens.Add(token);

    internal ReadOnlySpan<int> BlockTokens(int index, int blockSize) =>
        CollectionsMarshal.AsSpan(_tokens).Slice(index * blockSize, blockSize);

    internal ulong ParentHash(int index) => index == 0 ? _seed : _hashes[index - 1];

    /// <summary>Hash of a full block; hashes are computed once, in order.</summary>
    internal ulong BlockHash(int index, int blockSize)
    {
        while (_hashes.Count <= index)
        {
            _hashes.Add(BlockChain.Next(ParentHash(_hashes.Count), BlockTokens(_hashes.Count, blockSize)));
        }

        return _hashes[index];
    }
}
