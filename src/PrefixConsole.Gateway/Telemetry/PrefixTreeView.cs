using System.Collections.Immutable;

namespace PrefixConsole.Gateway.Telemetry;

/// <summary>A part of a prefix tree, parents before children, with what share of the whole it shows.</summary>
/// <param name="Nodes">The runs.</param>
/// <param name="TotalNodes">Runs in the whole tree (of the fleet).</param>
/// <param name="ShownTokens">Estimated tokens of the shown runs.</param>
/// <param name="TotalTokens">Estimated tokens of the whole asked for.</param>
public sealed record PrefixTreeView(ImmutableArray<PrefixNodeView> Nodes, int TotalNodes, long ShownTokens, long TotalTokens)
{
    /// <summary>0 to 1; 1 for an empty tree.</summary>
    public double ShownShare => TotalTokens == 0 ? 1 : (double)ShownTokens / TotalTokens;
}
