using System.Collections.Immutable;
using PrefixConsole.Routing.Prefixes;

namespace PrefixConsole.Routing.PrefixIndex;

/// <summary>A run of blocks in a prefix tree that has no branch inside, as read for display.</summary>
public sealed record PrefixNodeInfo
{
    /// <summary>Hash of the run's last block: names the node and the entire prefix that ends there.</summary>
    public required ulong Hash { get; init; }

    /// <summary>Hash of the run's first block.</summary>
    public required ulong FirstHash { get; init; }

    /// <summary><see cref="Hash"/> of the parent node; null for a root.</summary>
    public required ulong? ParentHash { get; init; }

    /// <summary>What the prefix belongs to, from the outermost root: model, tenant and so on, never text.</summary>
    public required string Namespace { get; init; }

    /// <summary>Hashes of all its blocks.</summary>
    public ReadOnlyMemory<ulong> Hashes { get; init; }

    /// <summary>Index in the prompt of the run's first block.</summary>
    public required int StartBlock { get; init; }

    public required int BlockCount { get; init; }

    /// <summary>Units (bytes or tokens) per block.</summary>
    public required int BlockSize { get; init; }

    public required PrefixUnit Unit { get; init; }

    /// <summary>Chat part at the run's first block.</summary>
    public required PromptSegment First { get; init; }

    /// <summary>Chat part at the run's last block; equals <see cref="First"/> when the run stays within one part.</summary>
    public required PromptSegment Last { get; init; }

    /// <summary>Child runs in the tree (in the worker's part of it when the query named a worker).</summary>
    public required int ChildCount { get; init; }

    /// <summary>Workers that hold at least the first block of the run, by slot, with how many blocks of the run each holds.</summary>
    public required ImmutableArray<PrefixHolder> Holders { get; init; }

    /// <summary>Requests that reached this run since it was first seen.</summary>
    public required long Hits { get; init; }

    /// <summary>Recent hits per minute, exponentially decayed (time constant 5 minutes).</summary>
    public required double HitsPerMinute { get; init; }

    /// <summary><see cref="TimeProvider.GetTimestamp"/> of the last use and of the first sight.</summary>
    public required long LastUsed { get; init; }

    public required long FirstSeen { get; init; }

    /// <summary>Blocks in the whole subtree, this run included.</summary>
    public required long SubtreeBlocks { get; init; }
}
