namespace PrefixConsole.Components.Pages.Prefixes;

/// <summary>Where a box of the icicle stands, each in percent of the chart.</summary>
/// <param name="Node">The box.</param>
/// <param name="Left">Of its left edge.</param>
/// <param name="Top">Of its upper edge.</param>
/// <param name="Width">Of the chart's width.</param>
/// <param name="Height">Of the chart's height.</param>
internal readonly record struct SketchBox(MapNode Node, double Left, double Top, double Width, double Height)
{
    /// <summary>Least width that has room for a name, in percent.</summary>
    private const double Nameable = 6;

    public string Label => Width >= Nameable ? Node.Label : "";
}
