using Plotly.Blazor.LayoutLib.AnnotationLib;
using PrefixConsole.Components.Charts;

namespace PrefixConsole.Tests.Components.Charts;

public sealed class MarkLinesTests
{
    private static readonly DateTimeOffset s_end = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, XAnchorEnum.Right)]
    [InlineData(5, XAnchorEnum.Right)]
    [InlineData(6, XAnchorEnum.Left)]
    [InlineData(59, XAnchorEnum.Left)]
    public void Draw_Name_StandsWhereThereIsRoom(int minutesBeforeTheEnd, XAnchorEnum expected)
    {
        var layout = new Plotly.Blazor.Layout();

        MarkLines.Draw(layout, [new ChartMark(s_end.AddMinutes(-minutesBeforeTheEnd), "rev 1")], [], s_end, TimeSpan.FromHours(1), ChartColors.Of(dark: false));

        var note = Assert.Single(layout.Annotations);
        Assert.Equal(("rev 1", expected), ((string)note.Text, note.XAnchor));
    }
}
