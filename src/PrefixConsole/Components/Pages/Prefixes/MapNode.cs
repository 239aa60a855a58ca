using PrefixConsole.Gateway.Telemetry;

namespace PrefixConsole.Components.Pages.Prefixes;

/// <summary>A box of the map.</summary>
/// <param name="Id">Id of the run; <c>other:…</c> for the rest below one, <see cref="PrefixMap.WholeId"/> for the whole.</param>
/// <param name="Parent">Id of the box it is in; empty for the outermost.</param>
/// <param name="Label">Short name.</param>
/// <param name="Tokens">Size: tokens of the whole subtree.</param>
/// <param name="Depth">0 for the outermost box.</param>
/// <param name="Run">The run; null for the whole and for a rest.</param>
public sealed record MapNode(string Id, string Parent, string Label, long Tokens, int Depth, PrefixNodeView? Run)
{
    public bool IsOther => Id.StartsWith(PrefixMap.OtherPrefix, StringComparison.Ordinal);
}
