namespace PrefixConsole.Components.Charts;

/// <summary>A worker's bar, in the worker's colour.</summary>
public sealed record LoadBar(string Name, double Value, string Color);
