namespace PrefixConsole.Components.Pages.Prefixes;

/// <summary>A step of the heat scale: its name, the hits per minute it starts at, its colour.</summary>
internal sealed record HeatStep(string Label, double From, string Colour);
