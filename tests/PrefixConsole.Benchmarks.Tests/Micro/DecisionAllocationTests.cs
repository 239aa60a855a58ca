using PrefixConsole.Benchmarks.Micro;
using PrefixConsole.Routing.Scheduling;
using PrefixConsole.Testing.Measuring;

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
            Schedule(fleet.NextRequest());
        }

        for (var i = 0; i < 50; i++)
        {
            var request = fleet.NextRequest();
            var result = default(ScheduleResult);
            var allocated = Allocation.Of(() => result = Schedule(request));

            Assert.Equal(32, result.Decision.Candidates.Length);
            Assert.Equal(DecisionSize.OfRecord(result.Decision) + DecisionSize.OfLease(result.Lease), allocated);
        }

        ScheduleResult Schedule(RoutingRequest request)
        {
            var result = fleet.Scheduler.Schedule(request);
            fleet.Begin(result.Lease!);
            fleet.EndOldest();
            return result;
        }
    }
}
