using BenchmarkDotNet.Attributes;
using PrefixConsole.Routing.Strategies;

namespace PrefixConsole.Benchmarks.Micro;

/// <summary>A strategy's decision for a 32k-token prompt, and what is learnt when it was served.</summary>
public class DecisionBenchmarks
{
    private LoadedFleet _fleet = null!;

    [Params(64, 512)]
    public int Workers { get; set; }

    [ParamsSource(nameof(Strategies))]
    public string Strategy { get; set; } = "";

    public static IEnumerable<string> Strategies => CatalogSpecs.Names;

    [GlobalSetup]
    public void SetUp() => _fleet = new LoadedFleet(Workers, CatalogSpecs.Of(Strategy));

    [GlobalSetup(Target = nameof(RecordServed))]
    public void SetUpServed()
    {
        // The one part that learns every block under the scheduler's lock: holder = last.
        var spec = CatalogSpecs.Of(Strategy);
        _fleet = new LoadedFleet(
            Workers, Strategy == StrategyNames.ApproximateTree ? spec with { Parameters = spec.Parameters.SetItem("holder", "last") } : spec);
    }

    [Benchmark]
    public object Schedule()
    {
        _fleet.EndOldest();
        var result = _fleet.Scheduler.Schedule(_fleet.NextRequest());
        _fleet.Begin(result.Lease!);
        return result.Decision;
    }

    [Benchmark]
    public void RecordServed() => _fleet.Scheduler.RecordServed(_fleet.NextRequest(), _fleet.Registry.Workers[0]);
}
