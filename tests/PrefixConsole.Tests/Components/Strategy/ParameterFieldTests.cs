using PrefixConsole.Components.Pages.Strategy;
using PrefixConsole.Routing.Strategies;

namespace PrefixConsole.Tests.Components.Strategy;

public sealed class ParameterFieldTests
{
    private static ParameterField Field(double minimum, double maximum, double @default, bool whole = false) => new(
        new ParameterDescriptor { Name = "p", Summary = "s", Default = @default, Minimum = minimum, Maximum = maximum, Whole = whole },
        @default);

    [Theory]
    [InlineData(0, 1, 0.3)]
    [InlineData(0, 100_000, 64)]
    [InlineData(0, 1000, 1.5)]
    public void Slider_AtAnyPosition_StaysInRangeAndComesBack(double minimum, double maximum, double @default)
    {
        var field = Field(minimum, maximum, @default);
        foreach (var position in new[] { 0, 250, 500, 999, ParameterField.SliderSteps })
        {
            field.Slider = position;

            Assert.Null(field.Descriptor.Check(field.Value));
            Assert.InRange(field.Slider, position - 5, position + 5);
        }
    }

    [Fact]
    public void Slider_WideRange_LeavesRoomForTheDefault() => Assert.InRange(Field(0, 100_000, 64).Slider, 50, 500);

    [Fact]
    public void Value_NotANumber_IsRefusedInWords()
    {
        var field = Field(0, 1, 0.3);
        field.Text = "lots";

        Assert.Equal("must be a finite number", field.Descriptor.Check(field.Value));
        field.Reset();
        Assert.True(field.AtDefault);
    }
}
