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
        Assert.Matches("^#[0-9a-f]{6}$", WorkerColors.Of(worker));
        Assert.Equal(WorkerColors.Of(worker), WorkerColors.Of(new string(worker)));
    }
}
