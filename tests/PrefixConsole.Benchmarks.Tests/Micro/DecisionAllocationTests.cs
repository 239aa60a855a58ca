using PrefixConsole.Benchmarks.Micro;

namespace PrefixConsole.Benchmarks.Tests.Micro;

public sealed class DecisionAllocationTests
{
    public static TheoryData<string> Strategies => [.. CatalogSpecs.Names];

    [Theory]
    [MemberData(nameof(Strategies))]
    public void Schedule_OnceWarm_AllocatesTheRecordAndTheLeaseOnly(string strategy)
    {
        var fleet = new LoadedFleet(32, CatalogSpecs.Of(strategy), sessions: 20);
        // until what a strategy remembers has grown to its size
        for (var i = 0; i < 1000; i++)
        {
            fleet.Begin(fleet.Scheduler.Schedule(fleet.NextRequest()).Lease!);
            fleet.EndOldest();
        }

        for (var i = 0; i < 50; i++)
        {
            var request = fleet.NextRequest();
            var before = GC.GetAllocatedBytesForCurrentThread();
            var result = fleet.Scheduler.Schedule(request);
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            fleet.Begin(result.Lease!);
            fleet.EndOldest();

            Assert.Equal(32, result.Decision.Candidates.Length);
            Assert.Equal(DecisionSize.OfRecord(result.Decision) + DecisionSize.OfLease(result.Lease), allocated);
        }
    }
}
