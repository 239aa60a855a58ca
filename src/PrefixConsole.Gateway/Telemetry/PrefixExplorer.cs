using System.Collections.Immutable;
using PrefixConsole.Gateway.Configuration;
using PrefixConsole.Routing.Prefixes;
using PrefixConsole.Routing.PrefixIndex;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.Telemetry;

/// <summary>Reads the predicted prefix tree for display. Ids are <see cref="PrefixNodeView.Id"/>.</summary>
/// <remarks>With a comparer, a worker's runs say how much of them the worker reports.</remarks>
public sealed class PrefixExplorer(
    ApproximatePrefixTree tree,
    WorkerRegistry registry,
    PreviewStore previews,
    TimeProvider time,
    GatewayOptions options,
    PrefixComparer? comparer = null)
{
    /// <summary>Most runs in one answer; larger wishes are cut to it, those below 1 raised to 1.</summary>
    public const int MaxNodes = 5_000;

    // Runs read to find those of a filter.
    private const int FilterRead = 20_000;

    // Roots read to tell which namespaces there are.
    private const int RootsRead = 1_000;

    // Runs read to find some by their id, or by what rules call them.
    private const int RunsSought = 5_000;

    private readonly PrefixLabels _labels = new();
    private volatile LabelRules _rules = LabelRules.None;

    /// <summary>Name what no operator has named.</summary>
    public LabelRules Rules
    {
        get => _rules;
        set => _rules = value;
    }

    /// <summary>
    /// Children of a run (roots when null), largest first; null when the run or the worker is unknown. A child stands for all below
    /// it: the view's share is that of the listed children's subtrees in all that hangs below the run.
    /// </summary>
    public PrefixTreeView? Children(string? parentId, WorkerId? worker, int max = 200)
    {
        if (!TryHash(parentId, out var parent) || !TrySlot(worker, out var slot))
        {
            return null;
        }

        var whole = WholeTokens(parent, slot, out var own);
        if (whole is null || tree.Children(parent, slot, Clamp(max)) is not { } nodes)
        {
            return null;
        }

        var views = Views(nodes, slot);
        return new PrefixTreeView(views, tree.NodeCount, views.Sum(v => v.SubtreeTokens), whole.Value - own);
    }

    /// <summary>
    /// The largest runs below a root (all roots when null) that fit in <paramref name="maxNodes"/>; null when the root or the worker is unknown.
    /// With a filter they are sought among the largest 20,000, and the whole is that of the roots found there.
    /// </summary>
    public PrefixTreeView? Tree(string? rootId, WorkerId? worker, int maxNodes = 300, PrefixFilter? filter = null)
    {
        if (!TryHash(rootId, out var root) || !TrySlot(worker, out var slot))
        {
            return null;
        }

        if (WholeTokens(root, slot, out _) is not { } whole)
        {
            return null;
        }

        if (filter is { IsNone: false })
        {
            var matching = Matching(tree.Largest(root, slot, FilterRead), filter);
            var some = Views([.. matching.Take(Clamp(maxNodes))], slot);
            var all = root is null ? matching.Where(n => n.ParentHash is null).Sum(n => Tokens(n, n.SubtreeBlocks)) : some.IsEmpty ? 0 : whole;
            return new PrefixTreeView(some, tree.NodeCount, some.Sum(v => v.Tokens), all);
        }

        var views = Views(tree.Largest(root, slot, Clamp(maxNodes)), slot);
        return new PrefixTreeView(views, tree.NodeCount, views.Sum(v => v.Tokens), whole);
    }

    /// <summary>Models, adapters and tenants there are, as the tree names them: of the largest 1,000 roots.</summary>
    public ImmutableArray<string> Namespaces() =>
        [.. (tree.Children(null, null, RootsRead) ?? []).Select(n => n.Namespace).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Runs whose id begins so, at most <paramref name="max"/>: a whole id anywhere, a beginning of at least four digits among the largest 5,000.</summary>
    public ImmutableArray<PrefixNodeView> FindById(string text, int max)
    {
        if (Find(text) is { } one)
        {
            return [one];
        }

        if (text.Length is < 4 or > 15 || !text.All(char.IsAsciiHexDigit))
        {
            return [];
        }

        var workers = WorkersBySlot();
        return
        [
            .. tree.Largest(null, null, RunsSought)
                .Where(n => PrefixIds.Of(n.Hash).StartsWith(text, StringComparison.OrdinalIgnoreCase))
                .Take(max)
                .Select(n => View(n, null, workers)),
        ];
    }

    /// <summary>Runs whose label contains the text, at most <paramref name="max"/>; what rules name is sought among the largest 5,000.</summary>
    public ImmutableArray<PrefixNodeView> FindByLabel(string text, int max)
    {
        var workers = WorkersBySlot();
        return
        [
            .. _labels.Containing(text)
                .Select(hash => tree.Find(hash, null))
                .OfType<PrefixNodeInfo>()
                .Concat(NamedByRule(text))
                .Take(max)
                .Select(node => View(node, null, workers)),
        ];
    }

    /// <summary>What rules would name of the largest 5,000 runs, those that operators named aside.</summary>
    public RuleReach Reach(LabelRules rules)
    {
        var counts = new int[rules.Rules.Length];
        var runs = tree.Largest(null, null, RunsSought);
        foreach (var run in runs)
        {
            if (_labels.Find(run.Hash) is null && rules.IndexOf(run) is >= 0 and var index)
            {
                counts[index]++;
            }
        }

        var all = tree.DistinctBlocks;
        return new RuleReach([.. counts], all == 0 || runs.Length < RunsSought ? 1 : Math.Min(1, (double)runs.Sum(r => (long)r.BlockCount) / all));
    }

    public PrefixNodeView? Find(string id, WorkerId? worker = null) =>
        PrefixIds.Parse(id) is { } hash && TrySlot(worker, out var slot) && tree.Find(hash, slot) is { } node
            ? View(node, slot, WorkersBySlot())
            : null;

    /// <summary>Names a run; null or empty takes the label away. At most 10,000 labels of 80 characters. False: unknown run, too long, control characters, or no room.</summary>
    public bool SetLabel(string id, string? label)
    {
        if (PrefixIds.Parse(id) is not { } hash || tree.Find(hash, null) is null)
        {
            return false;
        }

        label = label?.Trim();
        if (string.IsNullOrEmpty(label))
        {
            _labels.Remove(hash);
            return true;
        }

        return PrefixLabels.IsLabel(label) && _labels.Set(hash, label, known => tree.Find(known, null) is not null);
    }

    /// <summary>All labels, by the id of their run, also of runs that the tree does not have now.</summary>
    public ImmutableSortedDictionary<string, string> Labels() =>
        _labels.All.ToImmutableSortedDictionary(l => PrefixIds.Of(l.Key), l => l.Value, StringComparer.Ordinal);

    /// <summary>
    /// Takes up labels of an earlier run of the program; those that are there already win. The runs need not be in the tree yet: it is empty after
    /// a start, and a label shows when its prefix comes again.
    /// </summary>
    public void RestoreLabels(IEnumerable<KeyValuePair<string, string>> labels)
    {
        foreach (var (id, label) in labels)
        {
            if (PrefixIds.Parse(id) is { } hash && PrefixLabels.IsLabel(label))
            {
                _labels.Restore(hash, label);
            }
        }
    }

    /// <summary>Operator's label if there is one, else that of a rule, else what the run is.</summary>
    internal string NameOf(PrefixNodeInfo node) => _labels.Find(node.Hash) ?? _rules.NameOf(node) ?? PrefixNames.Of(node);

    private IEnumerable<PrefixNodeInfo> NamedByRule(string text) => _rules.Rules.IsEmpty
        ? []
        : tree.Largest(null, null, RunsSought).Where(n => _labels.Find(n.Hash) is null && _rules.NameOf(n)?.Contains(text, StringComparison.OrdinalIgnoreCase) == true);

    /// <summary>In the order they came in; parents of what is left are left too, as all runs below a root share its namespace.</summary>
    private static List<PrefixNodeInfo> Matching(ImmutableArray<PrefixNodeInfo> nodes, PrefixFilter filter)
    {
        var wanted = nodes.Select(n => n.Namespace).Distinct().Where(filter.Matches).ToHashSet();
        return [.. nodes.Where(n => wanted.Contains(n.Namespace))];
    }

    private ImmutableArray<PrefixNodeView> Views(ImmutableArray<PrefixNodeInfo> nodes, int? slot)
    {
        var workers = WorkersBySlot();
        var views = ImmutableArray.CreateBuilder<PrefixNodeView>(nodes.Length);
        foreach (var node in nodes)
        {
            views.Add(View(node, slot, workers));
        }

        return views.MoveToImmutable();
    }

    private PrefixNodeView View(PrefixNodeInfo node, int? slot, Dictionary<int, Worker> workers)
    {
        var label = _labels.Find(node.Hash);
        var ruled = label is null ? _rules.NameOf(node) : null;
        var blocks = slot is null ? node.BlockCount : HeldBlocks(node, slot.Value);
        var all = slot is { } one ? tree.BlocksOf(one) : tree.DistinctBlocks;
        return new PrefixNodeView
        {
            Id = PrefixIds.Of(node.Hash),
            ParentId = node.ParentHash is { } parent ? PrefixIds.Of(parent) : null,
            Name = label ?? ruled ?? PrefixNames.Of(node),
            Label = label,
            RuleLabel = ruled,
            Preview = previews.Find(node.FirstHash),
            Namespace = node.Namespace,
            StartBlock = node.StartBlock,
            Blocks = node.BlockCount,
            Tokens = Tokens(node, blocks),
            TokensBefore = Tokens(node, node.StartBlock),
            SubtreeTokens = Tokens(node, node.SubtreeBlocks),
            Share = all <= 0 ? 0 : Math.Min(1, (double)blocks / all),
            Children = node.ChildCount,
            Holders = Holders(node, workers),
            Hits = node.Hits,
            HitsPerMinute = node.HitsPerMinute,
            Age = NotNegative(time.GetElapsedTime(node.FirstSeen)),
            Idle = NotNegative(time.GetElapsedTime(node.LastUsed)),
            Match = slot is { } own && workers.TryGetValue(own, out var worker) ? comparer?.Match(node, worker) : null,
        };
    }

    private static int HeldBlocks(PrefixNodeInfo node, int slot)
    {
        foreach (var holder in node.Holders)
        {
            if (holder.Slot == slot)
            {
                return holder.Blocks;
            }
        }

        return node.BlockCount;
    }

    internal static ImmutableArray<PrefixHolderView> Holders(PrefixNodeInfo node, Dictionary<int, Worker> workers)
    {
        var holders = ImmutableArray.CreateBuilder<PrefixHolderView>(node.Holders.Length);
        foreach (var holder in node.Holders)
        {
            // A worker that leaves while the tree is read is no longer shown.
            if (workers.TryGetValue(holder.Slot, out var worker))
            {
                holders.Add(new PrefixHolderView(worker.Id, node.BlockCount == 0 ? 0 : Math.Min(1, (double)holder.Blocks / node.BlockCount)));
            }
        }

        return holders.ToImmutable();
    }

    /// <summary>Tokens of all that was asked for; null when the run is unknown. <paramref name="own"/>: those of the run itself.</summary>
    private long? WholeTokens(ulong? hash, int? slot, out long own)
    {
        own = 0;
        if (hash is not { } named)
        {
            var blocks = slot is { } one ? tree.BlocksOf(one) : tree.DistinctBlocks;
            return TokenEstimate.Of(blocks, options.TextBlockBytes, PrefixUnit.TextBytes);
        }

        if (tree.Find(named, slot) is not { } node)
        {
            return null;
        }

        own = Tokens(node, slot is { } at ? HeldBlocks(node, at) : node.BlockCount);
        return Tokens(node, node.SubtreeBlocks);
    }

    private bool TrySlot(WorkerId? worker, out int? slot)
    {
        slot = worker is { } id ? registry.Find(id)?.Slot : null;
        return worker is null || slot is not null;
    }

    private Dictionary<int, Worker> WorkersBySlot() => registry.Workers.ToDictionary(w => w.Slot);

    // Null stands for what is above all roots.
    private static bool TryHash(string? id, out ulong? hash) => (hash = PrefixIds.Parse(id)) is not null || id is null;

    private static long Tokens(PrefixNodeInfo node, long blocks) => TokenEstimate.Of(blocks, node.BlockSize, node.Unit);

    private static int Clamp(int max) => Math.Clamp(max, 1, MaxNodes);

    private static TimeSpan NotNegative(TimeSpan span) => span < TimeSpan.Zero ? TimeSpan.Zero : span;
}
