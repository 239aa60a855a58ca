using Bunit;
using PrefixConsole.Components.Charts;
using PrefixConsole.Components.Controls;
using PrefixConsole.Gateway.Telemetry;

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

        var rows = chart.OpenTables().FindAll("tbody tr");
        Assert.Equal("12:00:01", rows[0].Children[0].TextContent);
        Assert.Equal("—", rows[0].Children[1].TextContent);
        Assert.Equal("3", rows[1].Children[1].TextContent);
    }

    [Fact]
    public void TimeChart_OtherValuesOfTheSameMoments_AreAnotherPicture()
    {
        var chart = Render<TimeChart>(p => p.Add(x => x.Title, "Load").Add(x => x.Times, [s_at]).Add(x => x.Series, [new ChartSeries("queue", LineColor.Blue, [3])]));
        var before = chart.Instance.Signature;

        chart.Render(p => p.Add(x => x.Series, [new ChartSeries("queue", LineColor.Blue, [3])]));
        Assert.Equal(before, chart.Instance.Signature);
        chart.Render(p => p.Add(x => x.Series, [new ChartSeries("queue", LineColor.Blue, [4])]));

        Assert.NotEqual(before, chart.Instance.Signature);
    }

    [Fact]
    public void TimeChart_Table_OfMoreThanADay_HasDates()
    {
        var chart = Render<TimeChart>(p => p
            .Add(x => x.Title, "Load")
            .Add(x => x.Times, [s_at, s_at.AddDays(2)])
            .Add(x => x.Series, [new ChartSeries("queue", LineColor.Blue, [3, null])]));

        Assert.Equal("2026-11-24 12:00:00", chart.OpenTables().Find("tbody tr td").TextContent);
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

    [Fact]
    public void HeatChart_Table_TellsUnknownFromNothing()
    {
        var rows = Render<HeatChart>(p => p
            .Add(x => x.Title, "Cache")
            .Add(x => x.End, s_at)
            .Add(x => x.Cell, TimeSpan.FromSeconds(5))
            .Add(x => x.Rows, [new HeatRow("w-1", [0.5, 0.25]), new HeatRow("w-2", [0.1, null]), new HeatRow("w-3", [0, 0])])).OpenTables().FindAll(Test("heat-table") + " tbody tr");

        Assert.Equal(["w-1", "25 %", "38 %", "50 %"], rows[0].Children.Select(c => c.TextContent));
        Assert.Equal(["w-2", "—", "10 %", "10 %"], rows[1].Children.Select(c => c.TextContent));
        Assert.Equal(["w-3", "0 %", "0 %", "0 %"], rows[2].Children.Select(c => c.TextContent));
    }

    [Fact]
    public void HeatChart_Table_HasEveryCell_TheNewestFirst()
    {
        var table = Render<HeatChart>(p => p
            .Add(x => x.Title, "Cache")
            .Add(x => x.End, s_at)
            .Add(x => x.Cell, TimeSpan.FromSeconds(5))
            .Add(x => x.Rows, [new HeatRow("w-1", [0.5, 0.25]), new HeatRow("w-2", [0.1, null])])).OpenTables().Find(Test("heat-cells"));

        Assert.Equal(["Until (UTC)", "w-1", "w-2"], table.QuerySelectorAll("th").Select(c => c.TextContent));
        Assert.Equal(
            [[Figures.Clock(s_at)[..8], "25 %", "—"], [Figures.Clock(s_at.AddSeconds(-5))[..8], "50 %", "10 %"]],
            table.QuerySelectorAll("tbody tr").Select(r => r.Children.Select(c => c.TextContent).ToArray()));
    }

    [Fact]
    public void HeatChart_Counts_AreWrittenAsTheyAre_BeyondTheEndOfTheScaleToo()
    {
        var chart = Render<HeatChart>(p => p
            .Add(x => x.Title, "Load")
            .Add(x => x.End, s_at)
            .Add(x => x.Cell, TimeSpan.FromSeconds(5))
            .Add(x => x.Scale, HeatScale.Counts(16, "in flight"))
            .Add(x => x.Rows, [new HeatRow("w-1", [16, 200]), new HeatRow("w-2", [null, 15.84])])).OpenTables();

        Assert.Equal("016 or more in flight", chart.Find(Test("heat-scale")).TextContent);
        var rows = chart.FindAll(Test("heat-table") + " tbody tr");
        Assert.Equal(["w-1", "200 in flight", "108 in flight", "200 in flight"], rows[0].Children.Select(c => c.TextContent));
        Assert.Equal(["w-2", "15.8 in flight", "15.8 in flight", "15.8 in flight"], rows[1].Children.Select(c => c.TextContent));

        var drawn = Assert.IsType<Plotly.Blazor.Traces.HeatMap>(Assert.Single(chart.FindComponent<Plotly.Blazor.PlotlyChart>().Instance.Data));
        Assert.Equal(16, drawn.ZMax);
        Assert.Equal([16.0, 200.0], Assert.IsType<double?[]>(drawn.Z[0]));
        Assert.Contains("in flight", drawn.HoverTemplate);
    }

    [Fact]
    public void HeatChart_Shares_EndAtAHundredPercent() => Assert.Equal("0 %100 %", Render<HeatChart>(p => p
        .Add(x => x.Title, "Cache")
        .Add(x => x.End, s_at)
        .Add(x => x.Cell, TimeSpan.FromSeconds(5))
        .Add(x => x.Rows, [])).Find(Test("heat-scale")).TextContent);

    [Fact]
    public void LatencyHeat_Table_AddsUpTheCells()
    {
        var rows = Spread((3, 12), (1, 12), (4, 100)).OpenTables().FindAll(Test("latency-table") + " tbody tr");

        Assert.Equal(2, rows.Count);
        Assert.Equal(["10 ms", "15 ms", "4", "50 %"], rows[0].Children.Select(c => c.TextContent));
        Assert.Equal(["100 ms", "147 ms", "4", "50 %"], rows[1].Children.Select(c => c.TextContent));
    }

    [Fact]
    public void LatencyHeat_StoredBuckets_HaveTheirOwnEnds_AndTheLastHasNone()
    {
        var counts = new long[LatencyBuckets.Count];
        (counts[0], counts[LatencyBuckets.IndexOf(3)], counts[^1]) = (1, 2, 1);

        var rows = Render<LatencyHeat>(p => p
            .Add(x => x.Title, "TTFT")
            .Add(x => x.Spread, new LatencyCells(LatencyScale.Buckets, TimeSpan.FromMinutes(1), [(s_at, counts)]))).OpenTables().FindAll(Test("latency-table") + " tbody tr");

        Assert.Equal(["0 ms", "1.0 ms", "1", "25 %"], rows[0].Children.Select(c => c.TextContent));
        Assert.Equal(["2.50 s", "3.00 s", "2", "50 %"], rows[1].Children.Select(c => c.TextContent));
        Assert.Equal(["1.7 min", "∞", "1", "25 %"], rows[2].Children.Select(c => c.TextContent));
    }

    /// <summary>Of 20 requests one is slow: half and 95 % lie in the step of the others; of 19, the slow one is among 95 %.</summary>
    [Theory]
    [InlineData(19, "3.00 s", "3.00 s")]
    [InlineData(18, "3.00 s", "∞")]
    [InlineData(0, "∞", "∞")]
    public void LatencyHeat_Table_TellsEachTime(int fast, string half, string most)
    {
        var counts = new long[LatencyBuckets.Count];
        (counts[LatencyBuckets.IndexOf(3)], counts[^1]) = (fast, 1);

        var row = Render<LatencyHeat>(p => p
            .Add(x => x.Title, "TTFT")
            .Add(x => x.Spread, new LatencyCells(LatencyScale.Buckets, TimeSpan.FromMinutes(1), [(s_at, counts)]))).OpenTables().Find(Test("latency-times") + " tbody tr");

        Assert.Equal([Figures.DateAndTime(s_at), Figures.Count(fast + 1), half, most], row.Children.Select(c => c.TextContent));
    }

    [Fact]
    public void Table_Closed_IsNotRendered()
    {
        var chart = Render<TimeChart>(p => p.Add(x => x.Title, "Load").Add(x => x.Times, [s_at]).Add(x => x.Series, [new ChartSeries("queue", LineColor.Blue, [3])]));

        Assert.Empty(chart.FindAll("tbody tr"));
        chart.OpenTables();
        Assert.Single(chart.FindAll("tbody tr"));
        chart.OpenTables();
        Assert.Empty(chart.FindAll("tbody tr"));
    }

    [Fact]
    public void LatencyHeat_NothingMeasured_SaysSoInsteadOfAnEmptyPlot()
    {
        var chart = Spread().OpenTables();

        Assert.Equal("No answers.", chart.Find("p.none").TextContent);
        Assert.Empty(chart.FindAll("tbody tr"));
    }

    [Fact]
    public void LoadBars_Table_ComparesWithTheEvenShare()
    {
        var chart = Render<LoadBars>(p => p
            .Add(x => x.Title, "Load")
            .Add(x => x.Bars, [new LoadBar("a", 3, "#000000"), new LoadBar("b", 1, "#000000")])).OpenTables();

        Assert.Equal(["a", "3", "1.5"], chart.FindAll("tbody tr")[0].Children.Select(c => c.TextContent));
        Assert.Equal(["b", "1", "0.5"], chart.FindAll("tbody tr")[1].Children.Select(c => c.TextContent));
    }

    [Fact]
    public void LoadBars_NothingSent_HasNoShares()
    {
        var chart = Render<LoadBars>(p => p.Add(x => x.Title, "Load").Add(x => x.Bars, [new LoadBar("a", 0, "#000000")])).OpenTables();

        Assert.Equal(["a", "0", "—"], chart.Find("tbody tr").Children.Select(c => c.TextContent));
    }

    private static string Test(string id) => $"[data-testid='{id}']";

    // A cell per entry: so many requests of so many ms.
    private IRenderedComponent<LatencyHeat> Spread(params (int Count, double Milliseconds)[] cells) => Render<LatencyHeat>(p => p
        .Add(x => x.Title, "TTFT")
        .Add(x => x.None, "No answers.")
        .Add(x => x.Spread, new LatencyCells(LatencyScale.Bins, TimeSpan.FromSeconds(10), [.. cells.Select((c, i) =>
        {
            var counts = new long[LatencyBins.Count];
            counts[LatencyBins.IndexOf(c.Milliseconds)] = c.Count;
            return (s_at.AddSeconds(10 * i), (IReadOnlyList<long>)counts);
        })])));

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
