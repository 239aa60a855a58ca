using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Components.Controls;

/// <summary>
/// A prefix tree opened level by level. Only open levels are read. Rows keep their places while numbers refresh, so that nothing
/// moves under the pointer: new runs come last in their level until <see cref="SortAgain"/>.
/// </summary>
internal sealed class PrefixTreeModel(PrefixExplorer explorer)
{
    public const int Page = 25;

    // Bounded: a level shows at most this many runs, and opening is by hand.
    public const int MaxPerLevel = 500;

    // Levels that a split may have put above an open run; a refresh rarely meets more than one.
    private const int MaxSplits = 8;

    private readonly Dictionary<string, int> _limits = [];
    private readonly HashSet<string> _open = [];
    private Dictionary<string, string[]> _order = [];
    private HashSet<string> _visible = [];
    private List<PrefixTreeRow> _rows = [];
    private WorkerId? _worker;
    private string? _root;

    public IReadOnlyList<PrefixTreeRow> Rows => _rows;

    /// <summary>Tokens predicted for the worker (for the fleet), and those of the runs shown.</summary>
    public long TotalTokens { get; private set; }

    public long ShownTokens { get; private set; }

    public double ShownShare => TotalTokens == 0 ? 1 : Math.Min(1, (double)ShownTokens / TotalTokens);

    /// <summary>True when a level is no longer sorted by size.</summary>
    public bool OutOfOrder { get; private set; }

    /// <summary>Points the tree at another worker or root, forgetting what was open.</summary>
    public void Show(WorkerId? worker, string? root)
    {
        (_worker, _root) = (worker, root);
        _open.Clear();
        _limits.Clear();
        _order.Clear();
        _visible.Clear();
        Read();
    }

    /// <summary>Reads the numbers again. A run that was split meanwhile stays open: so does the part above the split.</summary>
    public void Refresh()
    {
        var before = _visible;
        Read();
        for (var i = 0; i < MaxSplits && OpenAboveSplits(before); i++)
        {
            Read();
        }
    }

    public void Toggle(string id)
    {
        if (!_open.Remove(id))
        {
            _open.Add(id);
        }

        Read();
    }

    public void More(string? parentId)
    {
        _limits[parentId ?? ""] = Math.Min(MaxPerLevel, _limits.GetValueOrDefault(parentId ?? "", Page) + (4 * Page));
        Read();
    }

    public void SortAgain()
    {
        _order.Clear();
        Read();
    }

    private void Read()
    {
        var order = new Dictionary<string, string[]>();
        _rows = [];
        _visible = [];
        ShownTokens = 0;
        OutOfOrder = false;
        TotalTokens = explorer.Children(null, _worker, 1)?.TotalTokens ?? 0;
        AddLevel(order, _root, 0, childCount: null);
        _order = order;
    }

    private void AddLevel(Dictionary<string, string[]> order, string? parentId, int depth, int? childCount)
    {
        var limit = _limits.GetValueOrDefault(parentId ?? "", Page);
        if (explorer.Children(parentId, _worker, limit + 1) is not { } level)
        {
            return;
        }

        var shown = InPlace(parentId, [.. level.Nodes.Take(limit)]);
        order[parentId ?? ""] = [.. shown.Select(n => n.Id)];
        foreach (var node in shown)
        {
            var open = node.Children > 0 && _open.Contains(node.Id);
            _visible.Add(node.Id);
            _rows.Add(new PrefixTreeRow(node, parentId, depth, open, null));
            ShownTokens += node.Tokens;
            if (open)
            {
                AddLevel(order, node.Id, depth + 1, node.Children);
            }
        }

        if (level.Nodes.Length > limit && limit < MaxPerLevel)
        {
            _rows.Add(new PrefixTreeRow(null, parentId, depth, false, childCount - limit));
        }
    }

    private PrefixNodeView[] InPlace(string? parentId, PrefixNodeView[] bySize)
    {
        if (!_order.TryGetValue(parentId ?? "", out var before))
        {
            return bySize;
        }

        var places = new Dictionary<string, int>(before.Length);
        foreach (var id in before)
        {
            places[id] = places.Count;
        }

        PrefixNodeView[] shown = [.. bySize.OrderBy(n => places.GetValueOrDefault(n.Id, int.MaxValue))];
        OutOfOrder |= !shown.SequenceEqual(bySize);
        return shown;
    }

    private bool OpenAboveSplits(HashSet<string> before)
    {
        var opened = false;
        foreach (var id in _open.Where(o => before.Contains(o) && !_visible.Contains(o)).ToArray())
        {
            if (explorer.Find(id, _worker) is not { } node)
            {
                // Evicted: its id comes back only with the same prompt.
                _open.Remove(id);
            }
            else if (node.ParentId is { } parent && parent != _root)
            {
                opened |= _open.Add(parent);
            }
        }

        return opened;
    }
}
