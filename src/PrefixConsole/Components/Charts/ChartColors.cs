namespace PrefixConsole.Components.Charts;

/// <summary>Line colours, apart for colour-blind eyes and at least 3 : 1 against the panel of their theme.</summary>
internal sealed record ChartColors(string Blue, string Orange, string Green, string Red, string Text, string Grid, string Nothing, string Heat)
{
    private static readonly ChartColors s_light = new("#0072b2", "#c2500a", "#007a5a", "#b3261e", "#55626f", "#e3e8ed", "#f1f3f5", "#c2500a");
    private static readonly ChartColors s_dark = new("#6cb2ff", "#ff9e4a", "#3ecf9a", "#ff8a80", "#9fadba", "#2c3641", "#222b35", "#ff9e4a");

    /// <summary>From nothing to the most, as Plotly takes a scale of colours.</summary>
    public object Shades => new object[] { new object[] { 0, Nothing }, new object[] { 1, Heat } };

    public static ChartColors Of(bool dark) => dark ? s_dark : s_light;

    public string this[LineColor line] => line switch
    {
        LineColor.Orange => Orange,
        LineColor.Green => Green,
        LineColor.Red => Red,
        _ => Blue,
    };
}
