using Microsoft.AspNetCore.Components;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Components.Controls;

/// <summary>A prefix tree opened level by level. What is open stays open while the numbers refresh.</summary>
public sealed partial class PrefixTreeTable
{
    private const int Page = 25;

    // Bounded: a level shows at most MaxPerLevel, and opening is by hand.
    private const int MaxPerLevel = 500;

    private readonly Dictionary<string, int> _limits = [];
    private readonly HashSet<string> _open = [];
    private List<Row> _rows = [];
    private double _shownShare;

    [Inject]
    public required PrefixExplorer Explorer { get; set; }

    [Inject]
    public required FleetMonitor Monitor { get; set; }

    /// <summary>Whose part of the tree; null for the fleet's.</summary>
    [Parameter]
    public WorkerId? Worker { get; set; }

    protected override TimeSpan Interval => TimeSpan.FromSeconds(2);

    protected override void OnInitialized()
    {
        base.OnInitialized();
        Follow(Monitor.Subscribe);
    }

    protected override void Read()
    {
        var rows = new List<Row>();
        Add(rows, parentId: null, depth: 0);
        _rows = rows;
        _shownShare = rows.Sum(r => r.Node?.Share ?? 0);
    }

    private void Add(List<Row> rows, string? parentId, int depth)
    {
        var limit = _limits.GetValueOrDefault(parentId ?? "", Page);
        if (Explorer.Children(parentId, Worker, limit + 1) is not { } level)
        {
            return;
        }

        foreach (var node in level.Nodes.Take(limit))
        {
            var open = _open.Contains(node.Id);
            rows.Add(new Row(node, parentId, depth, open));
            if (open)
            {
                Add(rows, node.Id, depth + 1);
            }
        }

        if (level.Nodes.Length > limit && limit < MaxPerLevel)
        {
            rows.Add(new Row(null, parentId, depth, false));
        }
    }

    private void Toggle(string id)
    {
        if (!_open.Remove(id))
        {
            _open.Add(id);
        }

        Read();
    }

    private void More(string? parentId)
    {
        _limits[parentId ?? ""] = Math.Min(MaxPerLevel, _limits.GetValueOrDefault(parentId ?? "", Page) + (4 * Page));
        Read();
    }

    /// <summary>A stretch, or the "show more" line of a level.</summary>
    private readonly record struct Row(PrefixNodeView? Node, string? ParentId, int Depth, bool Open);
}
