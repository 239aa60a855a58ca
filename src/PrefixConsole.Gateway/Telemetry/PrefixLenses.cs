using System.Collections.Immutable;
using PrefixConsole.Routing.PrefixIndex;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.Telemetry;

/// <summary>Who holds which prefixes: two workers side by side, what is held more than once, what is large and cold.</summary>
/// <remarks>
/// The predicted tree is read at most every two seconds, whoever asks. Of a tree of more than <see cref="MaxRuns"/> runs the largest are
/// read; <see cref="PrefixLensView.ReadShare"/> says how much that is. A worker holds the leading blocks of a run, so of two that hold m
/// and n of them both hold min(m, n), and k holders of h₁…hₖ blocks hold Σh − max h of them once more than needed.
/// </remarks>
public sealed class PrefixLenses(ApproximatePrefixTree tree, WorkerRegistry registry, PrefixExplorer explorer, TimeProvider time)
{
    /// <summary>Most runs read.</summary>
    public const int MaxRuns = 50_000;

    /// <summary>Most rows in one answer.</summary>
    public const int MaxRows = 1_000;

    private static readonly TimeSpan s_fresh = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private (long At, ImmutableArray<PrefixNodeInfo> Runs, double Share)? _read;

    /// <summary>Null when a worker that is named is unknown.</summary>
    public PrefixLensView? Look(PrefixLensQuery query)
    {
        int? a = null, b = null;
        if (query.Lens is PrefixLens.Compare)
        {
            (a, b) = (SlotOf(query.A), SlotOf(query.B));
            if (a is null || b is null)
            {
                return null;
            }
        }

        var (runs, share) = Runs();
        var workers = registry.Workers.ToDictionary(w => w.Slot);
        // Runs of a namespace share its name; there are few.
        var wanted = runs.Select(r => r.Namespace).Distinct().Where(n => (query.Namespace is null || n == query.Namespace) && query.Filter.Matches(n)).ToHashSet();
        var inside = runs.Where(r => wanted.Contains(r.Namespace)).Select(r => PrefixHoldings.Of(r, workers, a, b)).ToArray();
        var matching = inside.Where(h => Matches(h, query)).ToArray();
        return new PrefixLensView
        {
            Rows =
            [
                .. matching
                    .OrderByDescending(h => Rank(h, query))
                    .ThenBy(h => h.Run.Hash)
                    .Take(Math.Clamp(query.Max, 1, MaxRows))
                    .Select(h => Row(h, workers)),
            ],
            Matching = matching.Length,
            Tokens = inside.Sum(h => h.Distinct),
            HeldTokens = inside.Sum(h => h.Held),
            DuplicatedTokens = inside.Sum(h => h.Duplicated),
            OnlyA = inside.Sum(h => h.OnlyA),
            Both = inside.Sum(h => h.Both),
            OnlyB = inside.Sum(h => h.OnlyB),
            MatchingTokens = matching.Sum(h => h.Held),
            ReadShare = share,
            Namespaces = [.. runs.Select(r => r.Namespace).Distinct().Order(StringComparer.Ordinal)],
        };
    }

    /// <summary>Estimated tokens that some of these workers hold and none of the others, and the share of the tree that was read for it.</summary>
    public (long Tokens, double ReadShare) OnlyIn(IReadOnlyCollection<WorkerId> some, IReadOnlyCollection<WorkerId> others)
    {
        var (runs, share) = Runs();
        var inside = registry.Workers.Where(w => some.Contains(w.Id)).Select(w => w.Slot).ToHashSet();
        var outside = registry.Workers.Where(w => others.Contains(w.Id)).Select(w => w.Slot).ToHashSet();
        return (runs.Sum(run => TokenEstimate.Of(Math.Max(0, Most(run, inside) - Most(run, outside)), run.BlockSize, run.Unit)), share);

        // A holder has the leading blocks of a run: who holds most holds all that any of them does.
        static int Most(PrefixNodeInfo run, HashSet<int> slots) => run.Holders.Where(h => slots.Contains(h.Slot)).Select(h => h.Blocks).DefaultIfEmpty().Max();
    }

    /// <summary>Of each worker that holds something: its tokens by whether others hold them too, and the share of the tree that was read for it.</summary>
    public (IReadOnlyDictionary<WorkerId, WorkerCacheShare> Shares, double ReadShare) Shares()
    {
        var (runs, share) = Runs();
        var workers = registry.Workers.ToDictionary(w => w.Slot);
        var sums = new Dictionary<WorkerId, WorkerCacheShare>(workers.Count);
        foreach (var run in runs)
        {
            var (most, second) = (0, 0);
            foreach (var holder in run.Holders)
            {
                if (workers.ContainsKey(holder.Slot))
                {
                    (most, second) = holder.Blocks > most ? (holder.Blocks, most) : (most, Math.Max(second, holder.Blocks));
                }
            }

            foreach (var holder in run.Holders)
            {
                if (workers.TryGetValue(holder.Slot, out var worker))
                {
                    // Of the leading blocks of a run only who holds most holds some alone.
                    var alone = holder.Blocks == most ? most - second : 0;
                    var sum = sums.GetValueOrDefault(worker.Id);
                    sums[worker.Id] = new WorkerCacheShare(
                        sum.Unique + TokenEstimate.Of(alone, run.BlockSize, run.Unit),
                        sum.Duplicated + TokenEstimate.Of(holder.Blocks - alone, run.BlockSize, run.Unit));
                }
            }
        }

        return (sums, share);
    }

    private int? SlotOf(WorkerId? worker) => worker is { } id ? registry.Find(id)?.Slot : null;

    private (ImmutableArray<PrefixNodeInfo> Runs, double Share) Runs()
    {
        lock (_gate)
        {
            if (_read is not { } read || time.GetElapsedTime(read.At) >= s_fresh)
            {
                var runs = tree.Largest(null, null, MaxRuns);
                var all = tree.DistinctBlocks;
                var share = all == 0 || runs.Length < MaxRuns ? 1 : Math.Min(1, (double)runs.Sum(r => (long)r.BlockCount) / all);
                read = (time.GetTimestamp(), runs, share);
                _read = read;
            }

            return (read.Runs, read.Share);
        }
    }

    private bool Matches(in PrefixHoldings holdings, PrefixLensQuery query) => query.Lens switch
    {
        PrefixLens.Compare => Rank(holdings, query) > 0,
        PrefixLens.Duplicates => holdings.Duplicated > 0,
        _ => holdings.Held > 0 && time.GetElapsedTime(holdings.Run.LastUsed) >= query.ColdAfter,
    };

    private static long Rank(in PrefixHoldings holdings, PrefixLensQuery query) => (query.Lens, query.Side) switch
    {
        (PrefixLens.Compare, PrefixSide.OnlyA) => holdings.OnlyA,
        (PrefixLens.Compare, PrefixSide.Both) => holdings.Both,
        (PrefixLens.Compare, PrefixSide.OnlyB) => holdings.OnlyB,
        (PrefixLens.Compare, _) => holdings.OnlyA + holdings.Both + holdings.OnlyB,
        (PrefixLens.Duplicates, _) => holdings.Duplicated,
        _ => holdings.Held,
    };

    private PrefixShareRow Row(in PrefixHoldings holdings, Dictionary<int, Worker> workers)
    {
        var run = holdings.Run;
        var idle = time.GetElapsedTime(run.LastUsed);
        return new PrefixShareRow
        {
            Id = PrefixIds.Of(run.Hash),
            Name = explorer.NameOf(run),
            Namespace = run.Namespace,
            StartBlock = run.StartBlock,
            Blocks = run.BlockCount,
            Tokens = TokenEstimate.Of(run.BlockCount, run.BlockSize, run.Unit),
            HeldTokens = holdings.Held,
            DuplicatedTokens = holdings.Duplicated,
            Holders = PrefixExplorer.Holders(run, workers),
            Hits = run.Hits,
            HitsPerMinute = run.HitsPerMinute,
            Idle = idle < TimeSpan.Zero ? TimeSpan.Zero : idle,
            OnlyA = holdings.OnlyA,
            Both = holdings.Both,
            OnlyB = holdings.OnlyB,
        };
    }
}
