using PrefixConsole.Benchmarks.PredictedTree;

namespace PrefixConsole.Benchmarks.Tests.PredictedTree;

public sealed class LeastAssignedTests
{
    [Fact]
    public void Choose_EqualOverlaps_SpreadsByPromptsSoFar()
    {
        var choice = new LeastAssigned(3);

        Assert.Equal([0, 1, 2, 0], Enumerable.Range(0, 4).Select(_ => choice.Choose([0, 0, 0])));
    }

    [Fact]
    public void Choose_DeepestOverlap_WinsOverTheLeastAssigned()
    {
        var choice = new LeastAssigned(3);

        Assert.Equal([2, 2, 1], new[] { choice.Choose([1, 2, 3]), choice.Choose([0, 0, 9]), choice.Choose([4, 5, 5]) });
    }
}
