using Microsoft.AspNetCore.Components;
using Plotly.Blazor.LayoutLib;
using Plotly.Blazor.Traces;

namespace PrefixConsole.Components.Charts;

/// <summary>What each worker carries, busiest first, with a line at the even share.</summary>
public sealed partial class LoadBars
{
    /// <summary>Bound of the bars drawn.</summary>
    public const int MaxBars = 40;

    /// <summary>Busiest first.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<LoadBar> Bars { get; set; }

    [Parameter]
    public int Height { get; set; } = 210;

    private double Mean => Bars.Count == 0 ? 0 : Bars.Average(b => b.Value);

    private protected override void AddTo(ref HashCode hash)
    {
        foreach (var bar in Bars)
        {
            hash.Add(bar);
        }
    }

    private protected override void Draw(ChartColors colors)
    {
        var bars = Bars.Take(MaxBars).ToArray();
        Data.Add(new Bar
        {
            X = [.. bars.Select(b => (object)b.Name)],
            Y = [.. bars.Select(b => (object)Math.Round(b.Value, 2))],
            Marker = new Plotly.Blazor.Traces.BarLib.Marker { ColorArray = [.. bars.Select(b => (object)b.Color)] },
            HoverTemplate = "%{x}<br>%{y} per second<extra></extra>",
        });
        Layout.Shapes =
        [
            new Shape
            {
                Type = Plotly.Blazor.LayoutLib.ShapeLib.TypeEnum.Line,
                XRef = "paper",
                X0 = 0,
                X1 = 1,
                Y0 = Mean,
                Y1 = Mean,
                Line = new Plotly.Blazor.LayoutLib.ShapeLib.Line { Color = colors.Text, Width = 1, Dash = "dot" },
            },
        ];
        Layout.ShowLegend = false;
        Layout.Margin = new Margin { L = 40, R = 10, T = 18, B = 36 };
        Layout.XAxis = [new XAxis { Type = Plotly.Blazor.LayoutLib.XAxisLib.TypeEnum.Category, ShowGrid = false }];
        Layout.YAxis = [new YAxis { GridColor = colors.Grid, ZeroLine = false, NTicks = 5, RangeMode = Plotly.Blazor.LayoutLib.YAxisLib.RangeModeEnum.ToZero }];
    }
}
