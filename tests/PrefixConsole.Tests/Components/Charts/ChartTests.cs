using Bunit;
using PrefixConsole.Components.Charts;

namespace PrefixConsole.Tests.Components.Charts;

public sealed class ChartTests : BunitContext
{
    private static readonly DateTimeOffset s_at = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    public ChartTests() => JSInterop.Mode = JSRuntimeMode.Loose;

    [Fact]
    public void TimeChart_Table_ShowsNewestFirstAndGapsAsDashes()
    {
        var chart = Render<TimeChart>(p => p
            .Add(x => x.Title, "Load")
            .Add(x => x.Times, [s_at, s_at.AddSeconds(1)])
            .Add(x => x.Series, [new ChartSeries("queue", LineColor.Blue, [3, null])]));

        var rows = chart.FindAll("tbody tr");
        Assert.Equal("12:00:01", rows[0].Children[0].TextContent);
        Assert.Equal("—", rows[0].Children[1].TextContent);
        Assert.Equal("3", rows[1].Children[1].TextContent);
    }

    [Fact]
    public void TimeChart_Legend_NamesEachLineInTheColourOfTheTheme()
    {
        ChartSeries[] series = [new("p50", LineColor.Blue, []), new("p95", LineColor.Orange, [], Dashed: true)];
        string? Color(bool dark) => Render<TimeChart>(p => p.Add(x => x.Title, "T").Add(x => x.Times, []).Add(x => x.Series, series).Add(x => x.Dark, dark))
            .Find(".key i").GetAttribute("style");

        Assert.Contains(ChartColors.Of(dark: false).Blue, Color(dark: false));
        Assert.Contains(ChartColors.Of(dark: true).Blue, Color(dark: true));
    }

    [Theory]
    [InlineData(false, "#ffffff")]
    [InlineData(true, "#192028")]
    public void Colors_AgainstThePanel_HaveContrast(bool dark, string panel)
    {
        var colors = ChartColors.Of(dark);

        Assert.All(Enum.GetValues<LineColor>(), line => Assert.True(Contrast(colors[line], panel) >= 3, $"{line} {colors[line]}"));
        Assert.True(Contrast(colors.Text, panel) >= 4.5);
    }

    [Fact]
    public void HeatChart_ManyRows_SaysHowManyAreShown()
    {
        var chart = Render<HeatChart>(p => p
            .Add(x => x.Title, "Cache")
            .Add(x => x.End, s_at)
            .Add(x => x.Cell, TimeSpan.FromSeconds(5))
            .Add(x => x.Rows, [.. Enumerable.Range(0, 50).Select(i => new HeatRow($"w-{i}", [null, 0.5]))]));

        Assert.Contains("first 40 of 50", chart.Markup);
    }

    // WCAG 2: (L1 + 0.05) / (L2 + 0.05) of relative luminances.
    private static double Contrast(string a, string b)
    {
        var (x, y) = (Luminance(a), Luminance(b));
        return (Math.Max(x, y) + 0.05) / (Math.Min(x, y) + 0.05);
    }

    private static double Luminance(string hex) => (0.2126 * Channel(hex, 1)) + (0.7152 * Channel(hex, 3)) + (0.0722 * Channel(hex, 5));

    private static double Channel(string hex, int at)
    {
        var value = Convert.ToInt32(hex.Substring(at, 2), 16) / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
    }
}
