using PrefixConsole.Gateway.Telemetry;

namespace PrefixConsole.Components.Controls;

/// <summary>A run, or (without a node) the line that shows more of its level.</summary>
/// <param name="Node">The run.</param>
/// <param name="ParentId">Run the level hangs below; null for the top level.</param>
/// <param name="Depth">0 at the top level.</param>
/// <param name="Open">Whether the level below is shown.</param>
/// <param name="Hidden">Runs of the level that are not shown; null when not counted.</param>
internal readonly record struct PrefixTreeRow(PrefixNodeView? Node, string? ParentId, int Depth, bool Open, int? Hidden);
