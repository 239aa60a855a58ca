using BenchmarkDotNet.Attributes;
using PrefixConsole.Routing.Strategies;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Benchmarks.Micro;

/// <summary>Which worker holds how much of a 32k-token prompt.</summary>
public class OverlapBenchmarks
{
    private readonly int[] _overlap = new int[WorkerRegistry.MaxWorkers];
    private LoadedFleet _fleet = null!;

    [Params(8, 64, 512)]
    public int Workers { get; set; }

    [GlobalSetup]
    public void SetUp() => _fleet = new LoadedFleet(Workers, CatalogSpecs.Of(StrategyNames.Random));

    [Benchmark]
    public void Predicted() => _fleet.Predicted.FindOverlap(_fleet.NextRequest().Blocks.Hashes, _overlap);

    [Benchmark]
    public void Reported() => _fleet.Reported.FindOverlap(_fleet.NextRequest().TokenBlocks.Hashes, _overlap);
}
