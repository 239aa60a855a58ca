using Microsoft.AspNetCore.Components;
using Plotly.Blazor.LayoutLib;
using Plotly.Blazor.Traces;
using Plotly.Blazor.Traces.ScatterLib;
using PrefixConsole.Components.Controls;
using PrefixConsole.Gateway.Accuracy;
using PrefixConsole.Gateway.Telemetry;

namespace PrefixConsole.Components.Charts;

/// <summary>Delivered against expected share of the prompt, with a line where they are equal, and how many requests each point stands for. Points of few requests are hollow.</summary>
public sealed partial class CalibrationChart
{
    // Where the bars end and the curve begins, as a share of the height.
    private const decimal Bars = 0.2m;
    private const decimal Curve = 0.28m;

    // Shares this close are equal for whoever reads them.
    private const double Equal = 0.05;

    [Parameter, EditorRequired]
    public required AccuracyCalibration Calibration { get; set; }

    /// <summary>Where the decisions of a step are shown; null for nowhere.</summary>
    [Parameter, EditorRequired]
    public required Func<ShareRange, string?> PathOf { get; set; }

    [Parameter]
    public int Height { get; set; } = 230;

    /// <summary>What a step says to an operator.</summary>
    internal static string Verdict(CalibrationBin bin) => bin switch
    {
        { Requests: 0 } => "nothing: no request",
        { IsThin: true } => $"little: fewer than {CalibrationBin.EnoughRequests} requests",
        { Expected: { } expected, Got: { } got } when got < expected - Equal => "less there than expected",
        { Expected: { } expected, Got: { } got } when got > expected + Equal => "more there than expected",
        _ => "as expected",
    };

    private protected override void AddTo(ref HashCode hash)
    {
        foreach (var bin in Calibration.Bins)
        {
            hash.Add(bin);
        }
    }

    private protected override void Draw(ChartColors colors)
    {
        var bins = Calibration.Bins;
        var known = bins.Where(b => b.Prompt > 0).ToArray();
        Data.Add(new Scatter
        {
            X = [.. known.Select(b => (object)Percent(b.Expected))],
            Y = [.. known.Select(b => (object)Percent(b.Got))],
            Mode = ModeFlag.Lines | ModeFlag.Markers,
            Line = new Line { Color = colors.Blue, Width = 1.6m },
            Marker = new Marker
            {
                Size = 8,
                Color = colors.Blue,
                SymbolArray = [.. known.Select(b => b.IsThin ? Plotly.Blazor.Traces.ScatterLib.MarkerLib.SymbolEnum.CircleOpen : Plotly.Blazor.Traces.ScatterLib.MarkerLib.SymbolEnum.Circle)],
            },
            TextArray = [.. known.Select(b => $"{Figures.Count(b.Requests)} requests: {Verdict(b)}")],
            HoverTemplate = "expected %{x} %<br>delivered %{y} %<br>%{text}<extra></extra>",
        });
        Data.Add(new Bar
        {
            X = [.. bins.Select((_, step) => (object)((step + 0.5) * 100 / bins.Length))],
            Y = [.. bins.Select(b => (object)b.Requests)],
            YAxis = "y2",
            Marker = new Plotly.Blazor.Traces.BarLib.Marker { Color = colors.Text },
            HoverTemplate = "%{y} requests<extra></extra>",
        });
        Layout.Shapes =
        [
            new Shape
            {
                Type = Plotly.Blazor.LayoutLib.ShapeLib.TypeEnum.Line,
                X0 = 0,
                X1 = 100,
                Y0 = 0,
                Y1 = 100,
                Line = new Plotly.Blazor.LayoutLib.ShapeLib.Line { Color = colors.Text, Width = 1, Dash = "dash" },
            },
        ];
        Layout.ShowLegend = false;
        Layout.BarGap = 0.3m;
        Layout.Margin = new Margin { L = 48, R = 18, T = 10, B = 34 };
        Layout.XAxis =
        [
            new XAxis
            {
                GridColor = colors.Grid,
                ZeroLine = false,
                Range = [-2, 102],
                DTick = 20,
                Anchor = "y2",
                Title = new Plotly.Blazor.LayoutLib.XAxisLib.Title { Text = "expected, % of the prompt", Standoff = 4 },
            },
        ];
        Layout.YAxis =
        [
            new YAxis { GridColor = colors.Grid, ZeroLine = false, Range = [-3, 103], DTick = 25, Domain = [Curve, 1], Title = new Plotly.Blazor.LayoutLib.YAxisLib.Title { Text = "delivered, %", Standoff = 4 } },
            new YAxis { ShowGrid = false, ZeroLine = false, NTicks = 2, Domain = [0, Bars], RangeMode = Plotly.Blazor.LayoutLib.YAxisLib.RangeModeEnum.ToZero },
        ];
    }

    private static double Percent(double? share) => Math.Round(share!.Value * 100, 1);

    private static string Words(ShareRange range) => $"{range.From}–{range.To} %";
}
