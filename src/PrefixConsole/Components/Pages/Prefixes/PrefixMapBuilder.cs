using System.Collections.Immutable;
using PrefixConsole.Gateway.Telemetry;

namespace PrefixConsole.Components.Pages.Prefixes;

/// <summary>Nests the runs of a view, depth first; siblings keep the order of an earlier map, new ones follow, the largest first.</summary>
internal sealed class PrefixMapBuilder
{
    private readonly ImmutableArray<MapNode>.Builder _nodes = ImmutableArray.CreateBuilder<MapNode>();
    private readonly Dictionary<string, int> _ranks = [];
    private readonly Dictionary<string, long> _sizes = [];
    private readonly Dictionary<string, List<PrefixNodeView>> _children = [];
    private readonly List<PrefixNodeView> _top = [];
    private readonly PrefixTreeView _view;

    public PrefixMapBuilder(PrefixTreeView view, PrefixMap? previous)
    {
        _view = view;
        foreach (var node in previous?.Nodes ?? [])
        {
            _ranks[node.Id] = _ranks.Count;
        }

        var shown = view.Nodes.Select(n => n.Id).ToHashSet();

        // Children come after their parents, so that backwards every run is met after all below it.
        for (var i = view.Nodes.Length - 1; i >= 0; i--)
        {
            var run = view.Nodes[i];
            var below = _children.TryGetValue(run.Id, out var children) ? children.Sum(c => _sizes[c.Id]) : 0;

            // The tree may change between two counts: a box is never smaller than what is in it.
            _sizes[run.Id] = Math.Max(run.SubtreeTokens, run.Tokens + below);
            Siblings(run.ParentId is { } parent && shown.Contains(parent) ? parent : null).Add(run);
        }
    }

    public ImmutableArray<MapNode> Build(string wholeName)
    {
        if (_top.Count == 1 && _sizes[_top[0].Id] >= _view.TotalTokens)
        {
            Add(_top[0], "", 0);
        }
        else
        {
            var whole = Math.Max(_view.TotalTokens, _top.Sum(n => _sizes[n.Id]));
            _nodes.Add(new MapNode(PrefixMap.WholeId, "", wholeName, whole, 0, null));
            AddAll(_top, PrefixMap.WholeId, 1);
            AddRest(PrefixMap.WholeId, whole - _top.Sum(n => _sizes[n.Id]), null, 1);
        }

        return _nodes.ToImmutable();
    }

    private void Add(PrefixNodeView run, string parent, int depth)
    {
        var size = _sizes[run.Id];
        _nodes.Add(new MapNode(run.Id, parent, run.Name, size, depth, run));
        var children = _children.GetValueOrDefault(run.Id) ?? [];
        AddAll(children, run.Id, depth + 1);
        AddRest(run.Id, size - run.Tokens - children.Sum(c => _sizes[c.Id]), run.Children - children.Count, depth + 1);
    }

    private void AddAll(List<PrefixNodeView> siblings, string parent, int depth)
    {
        foreach (var run in siblings.OrderBy(n => _ranks.GetValueOrDefault(n.Id, int.MaxValue)).ThenByDescending(n => _sizes[n.Id]).ThenBy(n => n.Id, StringComparer.Ordinal))
        {
            Add(run, parent, depth);
        }
    }

    /// <param name="parent">Box the rest is in.</param>
    /// <param name="tokens">Tokens that no shown run accounts for.</param>
    /// <param name="runs">Direct children that are not shown; null: unknown.</param>
    /// <param name="depth">Depth of the rest.</param>
    private void AddRest(string parent, long tokens, int? runs, int depth)
    {
        if (tokens > 0 && (runs is null or > 0))
        {
            var label = runs switch { null => "others", 1 => "1 other", _ => $"{runs} others" };
            _nodes.Add(new MapNode(PrefixMap.OtherPrefix + parent, parent, label, tokens, depth, null));
        }
    }

    private List<PrefixNodeView> Siblings(string? parent)
    {
        if (parent is null)
        {
            return _top;
        }

        return _children.TryGetValue(parent, out var list) ? list : _children[parent] = [];
    }
}
