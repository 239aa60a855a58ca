using PrefixConsole.Benchmarks.Measuring;

namespace PrefixConsole.Benchmarks.Micro;

/// <summary>What the decisions of one strategy cost on one fleet.</summary>
/// <param name="Wall">Microseconds of wall clock per decision.</param>
/// <param name="Cpu">Microseconds of CPU per decision, two readings of the clock included (about 0.6 µs).</param>
/// <param name="Overlap">Microseconds of wall clock in both indexes, as the decision itself recorded them.</param>
/// <param name="Choose">Microseconds of wall clock for reading loads, filters, scorers and picker, lock included, from the same record.</param>
/// <param name="Record">Mean bytes of a decision's record.</param>
/// <param name="Lease">Mean bytes of its lease.</param>
/// <param name="Beyond">Most bytes that any one decision allocated beyond both; decisions that a collection met are left out.</param>
internal sealed record DecisionCost(
    Quantiles Wall, Quantiles Cpu, Quantiles Overlap, Quantiles Choose, double Record, double Lease, long Beyond)
{
    /// <summary>Schedules on the calling thread, one request after another, each unlike the one before.</summary>
    public static DecisionCost Measure(LoadedFleet fleet, int warmUp, int calls)
    {
        var wall = new double[calls];
        var cpu = new double[calls];
        var overlap = new double[calls];
        var choose = new double[calls];
        long record = 0;
        long leases = 0;
        long beyond = 0;
        for (var i = -warmUp; i < calls; i++)
        {
            fleet.EndOldest();
            var request = fleet.NextRequest();
            var collections = GC.CollectionCount(0);
            var allocated = GC.GetAllocatedBytesForCurrentThread();
            var cpuStart = ThreadClock.Nanoseconds();
            var start = TimeProvider.System.GetTimestamp();
            var result = fleet.Scheduler.Schedule(request);
            var elapsed = TimeProvider.System.GetElapsedTime(start);
            var cpuEnd = ThreadClock.Nanoseconds();
            allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
            fleet.Begin(result.Lease ?? throw new InvalidOperationException("nobody was chosen from a fleet that is ready"));
            if (i < 0)
            {
                continue;
            }

            var size = DecisionSize.OfRecord(result.Decision);
            var lease = DecisionSize.OfLease(result.Lease);
            wall[i] = elapsed.TotalMicroseconds;
            cpu[i] = (cpuEnd - cpuStart) / 1000.0;
            overlap[i] = result.Decision.OverlapTime.TotalMicroseconds;
            choose[i] = result.Decision.ScheduleTime.TotalMicroseconds;
            record += size;
            leases += lease;

            // a collection takes back what was left of the thread's piece of the heap, and the runtime counts that as allocated
            if (GC.CollectionCount(0) == collections)
            {
                beyond = Math.Max(beyond, allocated - size - lease);
            }
        }

        return new DecisionCost(
            new Quantiles(wall),
            new Quantiles(cpu),
            new Quantiles(overlap),
            new Quantiles(choose),
            (double)record / calls,
            (double)leases / calls,
            beyond);
    }
}
