using PrefixConsole.Benchmarks.PredictedTree;
using PrefixConsole.Benchmarks.Traces;

namespace PrefixConsole.Benchmarks.Tests.PredictedTree;

public sealed class PrefixSetTests
{
    [Fact]
    public void Matched_LeadingIdsOnly_CountsWhatEarlierRequestsBeganWith()
    {
        List<TraceRequest> trace = [Of(1, 2, 3), Of(1, 2, 4), Of(2, 3), Of(1, 2, 4, 5), Of(9, 2), Of()];

        Assert.Equal([0, 2, 0, 3, 0, 0], PrefixSet.Matched(trace));
    }

    private static TraceRequest Of(params long[] ids) => new(0, 1, 0, ids);
}
