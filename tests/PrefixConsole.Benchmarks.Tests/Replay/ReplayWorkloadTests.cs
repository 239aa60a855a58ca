using PrefixConsole.Benchmarks.Replay;
using PrefixConsole.Benchmarks.Traces;
using static PrefixConsole.Benchmarks.Tests.Replay.ReplayFixture;

namespace PrefixConsole.Benchmarks.Tests.Replay;

public sealed class ReplayWorkloadTests
{
    private static readonly List<TraceRequest> s_trace =
    [
        Request(9_000, 1, 1, 2, 3),
        Request(5_000, 1, 1, 2),
        Request(7_000, 1, 1, 2, 4),
        Request(6_000, 1, 8),
    ];

    [Theory]
    [InlineData(2, 0.5)]
    [InlineData(8, 0.85)]
    public void Prepare_Load_IsThePrefillTimeThatASharedCacheLeaves(int workers, double load)
    {
        var workload = ReplayWorkload.Prepare(s_trace, new PlainEngineModel(), Options(workers, load: load));

        var work = (4 * 0.005) + (((1025 + 513 + 513 + 513) * 0.05) / 512);
        Assert.Equal(work / (load * workers), workload.Requests[^1].Arrival, 1e-9);
        Assert.Equal(0, workload.Requests[0].Arrival);
        Assert.Equal(4 / workload.TimeScale, workload.Requests[^1].Arrival, 1e-9);
    }

    [Fact]
    public void Prepare_Unordered_IsReplayedInOrderOfTime()
    {
        var workload = ReplayWorkload.Prepare(s_trace, new PlainEngineModel(), Options());

        Assert.Equal([5_000.0, 6_000, 7_000, 9_000], workload.Requests.Select(request => request.Trace.TimestampMs));
    }

    [Fact]
    public void Prepare_Bound_WeighsTokensOverCacheableBlocks()
    {
        var workload = ReplayWorkload.Prepare(s_trace, new PlainEngineModel(), Options());

        Assert.Equal((1024 + 1024) / (1537 + 1025 + 1537 + 513.0), workload.Bound, 1e-9);
    }

    [Theory]
    [InlineData(1, 1, 5)]
    [InlineData(2, 1, 2)]
    [InlineData(2, 2, 5)]
    [InlineData(4, 0.1, 1)]
    public void Prepare_CacheShare_DividesTheUniqueBlocks(int workers, double share, int expected) =>
        Assert.Equal(expected, ReplayWorkload.Prepare(s_trace, new PlainEngineModel(), Options(workers, share)).CacheBlocks);

    [Fact]
    public void Prepare_Limit_TakesTheFirstByTime() =>
        Assert.Equal([1025, 513], ReplayWorkload.Prepare(s_trace, new PlainEngineModel(), Options(limit: 2)).Requests.Select(r => r.Trace.InputTokens));

    [Fact]
    public void Prepare_NoTimeBetweenRequests_IsRefused() =>
        Refused("--load", [Request(1, 1, 1), Request(1, 1, 2)], new PlainEngineModel());

    [Fact]
    public void Prepare_MoreThanMemoryHolds_IsRefused() =>
        Refused("--limit", [.. Enumerable.Range(0, 20).Select(i => new TraceRequest(i, 100_000_000, 1, [1]))], new VllmEngineModel());

    [Fact]
    public void Prepare_PromptLargerThanAnEnginesCache_IsRefused() =>
        Refused("--cache-share", s_trace, new VllmEngineModel());

    private static void Refused(string option, List<TraceRequest> trace, IEngineModel model) => Assert.Contains(
        option,
        Assert.Throws<UsageException>(() => ReplayWorkload.Prepare(trace, model, Options())).Message,
        StringComparison.Ordinal);
}
