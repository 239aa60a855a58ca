namespace PrefixConsole.Components.Pages.Prefixes;

/// <summary>A box as it is drawn; texts are in the small HTML that Plotly reads.</summary>
/// <param name="Id">As <see cref="MapNode.Id"/>.</param>
/// <param name="Parent">As <see cref="MapNode.Parent"/>.</param>
/// <param name="Label">Short name.</param>
/// <param name="Tokens">Size.</param>
/// <param name="Hover">What is told beside the pointer.</param>
/// <param name="Colour">Fill, #rrggbb.</param>
internal readonly record struct MapBox(string Id, string Parent, string Label, long Tokens, string Hover, string Colour);
