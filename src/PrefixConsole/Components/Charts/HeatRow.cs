namespace PrefixConsole.Components.Charts;

/// <summary>A line of a heat chart: numbers on the scale of the chart, newest last; null where nothing is known.</summary>
public sealed record HeatRow(string Name, IReadOnlyList<double?> Cells);
