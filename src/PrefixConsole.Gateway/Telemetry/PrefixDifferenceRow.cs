namespace PrefixConsole.Gateway.Telemetry;

/// <summary>A stretch of prompts whose prediction and report differ.</summary>
/// <param name="Id">16 hexadecimal digits, as <see cref="PrefixNodeView.Id"/>.</param>
/// <param name="Name">What it is: "system", "turn 3 assistant".</param>
/// <param name="Namespace">Model, adapter and tenant.</param>
/// <param name="StartBlock">Text blocks of the prompt before it.</param>
/// <param name="Blocks">Text blocks in it.</param>
/// <param name="Match">Its tokens.</param>
/// <param name="InTree">It is in the worker's predicted tree; else the worker reported it and the tree does not have it.</param>
public sealed record PrefixDifferenceRow(string Id, string Name, string Namespace, int StartBlock, int Blocks, PrefixMatch Match, bool InTree);
