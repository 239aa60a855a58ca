using System.Runtime.CompilerServices;
using PrefixConsole.Routing.Scheduling;
using PrefixConsole.Routing.Workers;
using PrefixConsole.Testing.Measuring;

namespace PrefixConsole.Benchmarks.Micro;

/// <summary>
/// Heap bytes of a decision's record, by number: each of its parts is copied and what the copy took is counted. Shared parts (the
/// request, names, empty arrays) are not the record's own.
/// </summary>
internal static class DecisionSize
{
    /// <summary>The record with its candidates, rows and totals.</summary>
    public static long OfRecord(RoutingDecision decision)
    {
        var bytes = Of(decision) + Of(decision.Candidates) + Of(decision.Scorers) + Of(decision.Totals);
        if (decision.Scorers.Length > 0)
        {
            // all rows lie in one array, the terms of those that have any behind them
            var cells = decision.Scorers.Sum(row => 2 + row.TermNames.Length);
            bytes += Of(new float[cells * decision.Scorers[0].Raw.Length]);
        }

        return bytes;
    }

    /// <summary>The lease that counts the request on its worker; 0 when there is none.</summary>
    public static long OfLease(LoadLease? lease) => lease is null ? 0 : Of(lease);

    private static long Of(object part) => part is Array { Length: 0 } ? 0 : Allocation.Of(() => Copy(part));

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "MemberwiseClone")]
    private static extern object Copy(object part);
}
