using PrefixConsole.Components.Controls;

namespace PrefixConsole.Tests.Components.Controls;

public sealed class WorkerColorsTests
{
    [Fact]
    public void Of_NumberedWorkers_AreApart() => Assert.Distinct(Enumerable.Range(1, 8).Select(i => WorkerColors.Of($"sim-{i}")));

    [Theory]
    [InlineData("gpu-node")]
    [InlineData("worker-0")]
    [InlineData("worker-99999999999999999999")]
    [InlineData("7")]
    public void Of_AnyName_IsAColourAndStable(string worker)
    {
        Assert.Matches("^#[0-9a-f]{6}$", WorkerColors.Of(worker, dark: false));
        Assert.Equal($"light-dark({WorkerColors.Of(worker, dark: false)}, {WorkerColors.Of(worker, dark: true)})", WorkerColors.Of(new string(worker)));
    }

    [Theory]
    [InlineData(false, "#ffffff")]
    [InlineData(true, "#192028")]
    public void Palette_StandsOutAndStaysApart_ForEyesWithoutRedOrGreenToo(bool dark, string panel)
    {
        string[] colors = [.. Enumerable.Range(1, 8).Select(i => WorkerColors.Of($"sim-{i}", dark))];

        Assert.All(colors, color => Assert.True(Seen.Contrast(color, panel) >= 3, $"{color} against the panel"));
        foreach (var eye in Enum.GetValues<Eye>())
        {
            foreach (var (one, other) in colors.SelectMany((c, i) => colors[(i + 1)..].Select(o => (c, o))))
            {
                var distance = Seen.Distance(one, other, eye);
                Assert.True(distance >= 12, $"{one} and {other} are {distance:F1} apart ({eye})");
            }
        }
    }

    [Fact]
    public void Distance_RedAndGreen_IsSmallerWithoutGreenCones() =>
        Assert.True(Seen.Distance("#b3261e", "#5a7d00", Eye.NoGreen) < Seen.Distance("#b3261e", "#5a7d00", Eye.Full) / 2);
}
