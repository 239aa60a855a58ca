using PrefixConsole.Components.Controls;

namespace PrefixConsole.Tests.Components.Controls;

public sealed class FiguresTests
{
    [Theory]
    [InlineData(null, "—")]
    [InlineData(0d, "0 %")]
    [InlineData(0.0004, "< 0.1 %")]
    [InlineData(0.052, "5.2 %")]
    [InlineData(0.87, "87 %")]
    [InlineData(0.999, "99 %")]
    [InlineData(1d, "100 %")]
    public void Percent_Share_IsNeverRoundedToNoneOrAll(double? share, string expected) => Assert.Equal(expected, Figures.Percent(share));

    [Theory]
    [InlineData(0.0123, "12 µs")]
    [InlineData(4.24, "4.2 ms")]
    [InlineData(84, "84 ms")]
    [InlineData(1250, "1.25 s")]
    [InlineData(90000, "1.5 min")]
    public void Duration_Milliseconds_TakesTheUnitThatFits(double milliseconds, string expected) =>
        Assert.Equal(expected, Figures.Duration(TimeSpan.FromMilliseconds(milliseconds)));

    [Fact]
    public void Missing_IsADashAndNotZero()
    {
        Assert.Equal("—", Figures.Count(null));
        Assert.Equal("—", Figures.Duration(null));
        Assert.Equal("—", Figures.Score(float.NaN));
        Assert.Equal("—", Figures.Percent(null, 10));
        Assert.Equal("0", Figures.Count(0));
    }
}
