using BenchmarkDotNet.Attributes;
using PrefixConsole.Routing.PrefixIndex;
using PrefixConsole.Routing.Strategies;

namespace PrefixConsole.Benchmarks.Micro;

/// <summary>A worker's events of one turn, applied to the index: 64 blocks stored under a known parent, and dropped again.</summary>
public class EventBenchmarks
{
    private const int Blocks = 64;

    private readonly ulong[] _stored = new ulong[Blocks];
    private ReportedPrefixIndex _index = null!;
    private ulong _parent;

    [GlobalSetup]
    public void SetUp()
    {
        var fleet = new LoadedFleet(64, CatalogSpecs.Of(StrategyNames.Random));
        _index = fleet.Reported;
        new Random(2).NextBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes(_stored.AsSpan()));
        _parent = fleet.Requests[0].TokenBlocks.Hashes[0];
        _index.Store(0, null, [_parent]);
    }

    [Benchmark]
    public void StoreAndRemove()
    {
        _index.Store(0, _parent, _stored);
        _index.Remove(0, _stored);
    }
}
