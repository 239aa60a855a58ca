using PrefixConsole.Benchmarks.Replay;
using static PrefixConsole.Benchmarks.Tests.Replay.ReplayFixture;

namespace PrefixConsole.Benchmarks.Tests.Replay;

public sealed class ReplayRunTests
{
    [Theory]
    [InlineData("random")]
    [InlineData("approximate-tree")]
    public void Run_SameSeed_GivesTheSame(string strategy)
    {
        var first = Run(strategy, Options(seed: 5)) with { DecisionsPerSecond = 0 };

        Assert.Equal(first, Run(strategy, Options(seed: 5)) with { DecisionsPerSecond = 0 });
        Assert.NotEqual(first, Run(strategy, Options(seed: 6)) with { DecisionsPerSecond = 0 });
    }

    [Fact]
    public void Run_OneWorkerThatHoldsEverything_ReachesTheBound()
    {
        var options = Options(workers: 1, share: 1);

        Assert.Equal(Excerpt(options, new PlainEngineModel()).Bound, Run("random", options).HitRate, 1e-12);
    }

    [Fact]
    public void Run_Progress_CountsEveryArrival()
    {
        var options = Options(limit: 50);
        var told = new List<int>();
        var spec = StrategyArgument.Parse("random", Catalog)[0].Spec;

        new ReplayRun(Excerpt(options, new PlainEngineModel()), new PlainEngineModel(), options, Catalog, spec).Run("random", told.Add);

        Assert.Equal(Enumerable.Range(1, 50), told);
    }
}
