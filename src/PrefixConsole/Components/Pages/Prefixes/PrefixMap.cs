using System.Collections.Immutable;
using PrefixConsole.Gateway.Telemetry;

namespace PrefixConsole.Components.Pages.Prefixes;

/// <summary>
/// A part of the prefix tree as nested boxes, parents before children. What a run holds beyond its shown children becomes one box
/// "other": nothing is left out of the sizes, and the rest is told by name.
/// </summary>
public sealed class PrefixMap
{
    public const string WholeId = "whole";

    public const string OtherPrefix = "other:";

    private PrefixMap(ImmutableArray<MapNode> nodes, PrefixTreeView view)
    {
        Nodes = nodes;
        View = view;
    }

    public ImmutableArray<MapNode> Nodes { get; }

    public PrefixTreeView View { get; }

    public bool IsEmpty => View.Nodes.IsEmpty;

    /// <summary>Shown runs.</summary>
    public int Runs => View.Nodes.Length;

    /// <summary>Tokens that are only in "other" boxes.</summary>
    public long OtherTokens => Math.Max(0, View.TotalTokens - View.ShownTokens);

    /// <param name="view">The runs.</param>
    /// <param name="wholeName">Name of the box around several roots.</param>
    /// <param name="previous">The map drawn before: its boxes keep their order, so that nothing jumps when sizes change.</param>
    public static PrefixMap Of(PrefixTreeView view, string wholeName, PrefixMap? previous = null) =>
        new(view.Nodes.IsEmpty ? [] : new PrefixMapBuilder(view, previous).Build(wholeName), view);
}
