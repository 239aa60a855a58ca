namespace PrefixConsole.Components.Charts;

/// <summary>Colour of a line by name; the chart gives it the value that its theme needs.</summary>
public enum LineColor
{
    Blue,
    Orange,
    Green,
    Red,
}
