using PrefixConsole.Gateway.Telemetry;

namespace PrefixConsole.Api.Contracts;

/// <summary>A part of the tree, parents before children, and what share of the whole it shows.</summary>
public sealed record PrefixTreeDto(
    IReadOnlyList<PrefixNodeDto> Nodes,
    int TotalNodes,
    long ShownTokens,
    long TotalTokens,
    double ShownShare)
{
    internal static PrefixTreeDto From(PrefixTreeView view) => new(
        [.. view.Nodes.Select(PrefixNodeDto.From)], view.TotalNodes, view.ShownTokens, view.TotalTokens, view.ShownShare);
}
