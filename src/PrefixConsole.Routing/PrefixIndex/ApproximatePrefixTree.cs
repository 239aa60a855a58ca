using System.Collections.Immutable;
using PrefixConsole.Routing.Prefixes;

namespace PrefixConsole.Routing.PrefixIndex;

/// <summary>Predicted state: which prefixes each worker should hold, learned from what it served.</summary>
public sealed class ApproximatePrefixTree(TimeProvider time, long globalBudgetBlocks) : IPrefixOverlap
{
    /// <summary>Blocks held over all workers (a block held by two workers counts twice).</summary>
    public long TotalBlocks => throw new NotImplementedException();

    /// <summary>Distinct blocks in the tree.</summary>
    public long DistinctBlocks => throw new NotImplementedException();

    /// <summary>Runs (nodes) in the tree.</summary>
    public int NodeCount => throw new NotImplementedException();

    public void FindOverlap(ReadOnlySpan<ulong> blocks, Span<int> overlapBySlot) => throw new NotImplementedException();

    /// <summary>The worker served this prompt: it holds all its blocks now, most recently used.</summary>
    public void Insert(int slot, PromptBlocks blocks, string namespaceLabel) => throw new NotImplementedException();

    /// <summary>Bound of one worker in blocks; evicts at once when it shrinks. Default: the global budget.</summary>
    public void SetBudget(int slot, long blocks) => throw new NotImplementedException();

    /// <summary>Forgets a worker: it left, restarted or its cache was flushed.</summary>
    public void Purge(int slot) => throw new NotImplementedException();

    /// <summary>Blocks held by a worker.</summary>
    public long BlocksOf(int slot) => throw new NotImplementedException();

    /// <summary>Root runs, or the children of a run; null when the run is unknown. Sorted by subtree size, largest first, at most <paramref name="max"/>.</summary>
    /// <param name="parent"><see cref="PrefixNodeInfo.Hash"/>; null for the roots.</param>
    /// <param name="slot">Restricts to one worker's part of the tree; null for the fleet.</param>
    /// <param name="max">Bound of the answer.</param>
    public ImmutableArray<PrefixNodeInfo>? Children(ulong? parent, int? slot, int max) => throw new NotImplementedException();

    /// <summary>One run by its hash; null when unknown.</summary>
    public PrefixNodeInfo? Find(ulong hash, int? slot) => throw new NotImplementedException();

    /// <summary>
    /// The largest part of the tree that fits in <paramref name="maxNodes"/> runs: from the root (all roots when null), the runs
    /// with the most blocks below them first, parents always before children.
    /// </summary>
    public ImmutableArray<PrefixNodeInfo> Largest(ulong? root, int? slot, int maxNodes) => throw new NotImplementedException();
}
