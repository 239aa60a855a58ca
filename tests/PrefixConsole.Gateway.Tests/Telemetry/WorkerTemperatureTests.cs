using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Routing.KvEvents;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.Tests.Telemetry;

public sealed class WorkerTemperatureTests
{
    /// <summary>Ready, half of a cache of 16,000 tokens predicted, nothing to do.</summary>
    private static readonly WorkerView s_warm = new()
    {
        Id = new WorkerId("w1"),
        Address = new Uri("http://10.0.0.1"),
        Role = WorkerRole.Both,
        Simulated = false,
        Status = WorkerStatus.Ready,
        StatusReason = "",
        StatusSince = default,
        Models = [],
        Adapters = [],
        InFlight = 0,
        Processed = 0,
        Waiting = 0,
        Running = 0,
        KvUsage = 0,
        KvBlocks = 1000,
        BlockSize = 16,
        MetricsAge = TimeSpan.Zero,
        PredictedBlocks = 125,
        PredictedTokens = 8000,
        Trust = KvTrust.NotReporting,
        TrustCause = "",
        TrustSince = default,
        ReportedBlocks = null,
        ReportedTokens = null,
        PredictedHitRate = null,
        ReportedHitRate = null,
        RequestsPerSecond = 0,
        TtftP50 = null,
        RecentErrors = 0,
    };

    [Fact]
    public void NothingSpecial_IsWarm() =>
        Assert.Equal(new WorkerTemperature(Temperature.Warm, "50 % of its cache holds prefixes, as predicted"), WorkerTemperature.Of(s_warm, 0));

    [Theory]
    [InlineData(50, Temperature.Warm)]
    [InlineData(51, Temperature.Hot)]
    public void Waiting_MoreThanFifty_IsHot(int waiting, Temperature expected)
    {
        var found = WorkerTemperature.Of(s_warm with { Waiting = waiting }, null);

        Assert.Equal(expected, found.Level);
        if (expected is Temperature.Hot)
        {
            Assert.Equal("51 requests wait in its queue, more than 50", found.Reason);
        }
    }

    [Theory]
    [InlineData(16, 10.0, 0.91, Temperature.Hot)]
    [InlineData(15, 10.0, 0.91, Temperature.Warm)]
    [InlineData(16, 10.0, 0.90, Temperature.Warm)]
    [InlineData(16, null, 0.91, Temperature.Warm)]
    public void Load_OverTheMedian_IsHotOnlyWithItsBlocksInUse(int inFlight, double? median, double kv, Temperature expected) =>
        Assert.Equal(expected, WorkerTemperature.Of(s_warm with { InFlight = inFlight, KvUsage = kv }, median).Level);

    [Fact]
    public void StaleNumbers_MakeNothingHot() =>
        Assert.Equal(Temperature.Warm, WorkerTemperature.Of(s_warm with { Waiting = 500, InFlight = 100, KvUsage = 1, MetricsStale = true }, 1).Level);

    [Theory]
    [InlineData(800, Temperature.Warm)]
    [InlineData(799, Temperature.Cold)]
    public void Cache_HoldsLessThanATwentieth_IsCold(int tokens, Temperature expected) =>
        Assert.Equal(expected, WorkerTemperature.Of(s_warm with { PredictedTokens = tokens }, null).Level);

    [Theory]
    [InlineData(KvTrust.Trusted, Temperature.Cold, "as it reports")]
    [InlineData(KvTrust.Untrusted, Temperature.Warm, "as predicted")]
    [InlineData(KvTrust.Silent, Temperature.Warm, "as predicted")]
    public void Reports_CountAsLongAsTheyAreTrusted(KvTrust trust, Temperature expected, string source)
    {
        var found = WorkerTemperature.Of(s_warm with { Trust = trust, ReportedTokens = 16 }, null);

        Assert.Equal(expected, found.Level);
        Assert.Contains(source, found.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void MorePredictedThanThereIsRoom_IsNotMoreThanAll() =>
        Assert.StartsWith("100 %", WorkerTemperature.Of(s_warm with { PredictedTokens = 50_000 }, null).Reason, StringComparison.Ordinal);

    [Theory]
    [InlineData(WorkerStatus.Pending)]
    [InlineData(WorkerStatus.NotReady)]
    [InlineData(WorkerStatus.Draining)]
    public void NotReady_IsNeither(WorkerStatus status) =>
        Assert.Equal(new WorkerTemperature(Temperature.Unknown, "not ready"), WorkerTemperature.Of(s_warm with { Status = status, Waiting = 500 }, null));

    [Theory]
    [InlineData(null, 16)]
    [InlineData(1000, null)]
    public void SizeOfTheCacheUnknown_IsNotCold(int? blocks, int? size) =>
        Assert.Equal(
            new WorkerTemperature(Temperature.Unknown, "the size of its cache is not known"),
            WorkerTemperature.Of(s_warm with { KvBlocks = blocks, BlockSize = size }, null));
}
