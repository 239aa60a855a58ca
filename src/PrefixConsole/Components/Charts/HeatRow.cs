namespace PrefixConsole.Components.Charts;

/// <summary>A line of a heat chart: shares of 0 to 1, newest last; null where nothing is known.</summary>
public sealed record HeatRow(string Name, IReadOnlyList<double?> Cells);
