using Plotly.Blazor.LayoutLib;

namespace PrefixConsole.Components.Charts;

/// <summary>Vertical lines at the moments of <see cref="ChartMark"/>s, named above the plot, and a shade over the times this browser was not connected.</summary>
internal static class MarkLines
{
    // Marks closer than this share of the window cannot be read beside each other.
    private const double Apart = 0.1;

    /// <summary>Draws those of the window that ends at <paramref name="end"/>.</summary>
    public static void Draw(
        Plotly.Blazor.Layout layout,
        IReadOnlyList<ChartMark> marks,
        IReadOnlyList<(DateTimeOffset From, DateTimeOffset To)> away,
        DateTimeOffset end,
        TimeSpan window,
        ChartColors colors)
    {
        var (shapes, notes) = (new List<Shape>(), new List<Annotation>());
        foreach (var (from, to) in away.Where(a => a.To > end - window && a.From < end))
        {
            shapes.Add(new Shape
            {
                Type = Plotly.Blazor.LayoutLib.ShapeLib.TypeEnum.Rect,
                X0 = Math.Max(from.ToUnixTimeMilliseconds(), (end - window).ToUnixTimeMilliseconds()),
                X1 = to.ToUnixTimeMilliseconds(),
                Y0 = 0,
                Y1 = 1,
                YRef = "paper",
                FillColor = colors.Text,
                Opacity = 0.18m,
                Line = new Plotly.Blazor.LayoutLib.ShapeLib.Line { Width = 0 },
            });
            notes.Add(new Annotation
            {
                X = from.ToUnixTimeMilliseconds(),
                Y = 0,
                YRef = "paper",
                Text = "not connected",
                ShowArrow = false,
                XAnchor = Plotly.Blazor.LayoutLib.AnnotationLib.XAnchorEnum.Left,
                YAnchor = Plotly.Blazor.LayoutLib.AnnotationLib.YAnchorEnum.Bottom,
                Font = new Plotly.Blazor.LayoutLib.AnnotationLib.Font { Size = 10, Color = colors.Text },
            });
        }

        var next = DateTimeOffset.MaxValue;
        foreach (var mark in marks.Where(m => m.At <= end && end - m.At < window).OrderByDescending(m => m.At))
        {
            var at = mark.At.ToUnixTimeMilliseconds();
            shapes.Add(new Shape
            {
                Type = Plotly.Blazor.LayoutLib.ShapeLib.TypeEnum.Line,
                X0 = at,
                X1 = at,
                Y0 = 0,
                Y1 = 1,
                YRef = "paper",
                Line = new Plotly.Blazor.LayoutLib.ShapeLib.Line { Color = colors.Text, Width = 1, Dash = "dot" },
            });
            // Of marks too close to be read beside each other the latest is named.
            if (next - mark.At < window * Apart)
            {
                continue;
            }

            next = mark.At;
            notes.Add(new Annotation
            {
                X = at,
                Y = 1,
                YRef = "paper",
                Text = mark.Label,
                ShowArrow = false,
                // At the window's end there is no room after it.
                XAnchor = end - mark.At < window * Apart ? Plotly.Blazor.LayoutLib.AnnotationLib.XAnchorEnum.Right : Plotly.Blazor.LayoutLib.AnnotationLib.XAnchorEnum.Left,
                YAnchor = Plotly.Blazor.LayoutLib.AnnotationLib.YAnchorEnum.Bottom,
                Font = new Plotly.Blazor.LayoutLib.AnnotationLib.Font { Size = 10, Color = colors.Text },
            });
        }

        layout.Shapes = shapes;
        layout.Annotations = notes;
    }
}
