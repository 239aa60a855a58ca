namespace PrefixConsole.Components.Charts;

/// <summary>A vertical mark at a moment, such as a change of strategy.</summary>
public sealed record ChartMark(DateTimeOffset At, string Label);
