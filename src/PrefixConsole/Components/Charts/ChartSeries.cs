namespace PrefixConsole.Components.Charts;

/// <summary>One line of a chart; null values are gaps, not zeros.</summary>
public sealed record ChartSeries(string Name, LineColor Color, IReadOnlyList<double?> Values, bool Dashed = false);
