using PrefixConsole.Routing.Filters;
using PrefixConsole.Routing.Tests.Scheduling;
using PrefixConsole.Testing.Scheduling;
using static PrefixConsole.Routing.Tests.Scheduling.Candidates;

namespace PrefixConsole.Routing.Tests.Filters;

public sealed class FilterTests
{
    [Fact]
    public void BelowQueueLimit_FullQueues_AreRemovedEvenIfAll()
    {
        var filter = new BelowQueueLimitFilter();

        Assert.Equal(["w1", "w2"], filter.Keep([One(0, waiting: 128), One(1, waiting: 127), One(2)]));
        Assert.Empty(filter.Keep([One(0, waiting: 500)]));
    }

    [Fact]
    public void KvBelowLimit_FullCaches_AreRemovedEvenIfAll()
    {
        var filter = new KvBelowLimitFilter();

        Assert.Equal(["w1", "w2"], filter.Keep([One(0, kv: 0.98), One(1, kv: 0.979), One(2)]));
        Assert.Empty(filter.Keep([One(0, kv: 1)]));
    }

    [Theory]
    [InlineData(new[] { 90, 85, 30 }, new[] { "w0", "w1" })]
    [InlineData(new[] { 80, 79 }, new[] { "w0" })]
    [InlineData(new[] { 50, 30 }, new[] { "w0", "w1" })]
    public void PrefixAffinity_Ratios_KeepTheHoldersOrAll(int[] held, string[] kept) =>
        Assert.Equal(kept, new PrefixAffinityFilter().Keep(Of(held, (i, n) => One(i, predicted: n)), TestRequest.Create(blocks: 100)));

    [Fact]
    public void Utilization_ThresholdsWithHeadroom_FailOpen()
    {
        var filter = new UtilizationFilter();

        Assert.Equal(
            ["w0", "w4"],
            filter.Keep([One(0, waiting: 6, kv: 0.96), One(1, waiting: 7, kv: 0), One(2, waiting: 0, kv: 0.961), One(3, waiting: 7), One(4)]));
        Assert.Equal(["w0", "w1"], filter.Keep([One(0, waiting: 7), One(1, kv: 0.97)]));
    }
}
