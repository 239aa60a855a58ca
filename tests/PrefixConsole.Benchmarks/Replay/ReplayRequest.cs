using PrefixConsole.Benchmarks.Traces;
using PrefixConsole.Routing.Scheduling;

namespace PrefixConsole.Benchmarks.Replay;

/// <summary>A request of the trace as it is replayed.</summary>
/// <param name="Number">Position in order of arrival.</param>
/// <param name="Arrival">Virtual seconds after the first arrival.</param>
/// <param name="Trace">The line it comes from.</param>
/// <param name="Routing">What the scheduler is asked with; its blocks are the cacheable ones.</param>
internal sealed record ReplayRequest(int Number, double Arrival, TraceRequest Trace, RoutingRequest Routing)
{
    public ulong[] Blocks => Routing.Blocks.Hashes;
}
