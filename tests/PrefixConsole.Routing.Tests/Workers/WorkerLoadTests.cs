using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Routing.Tests.Workers;

public sealed class WorkerLoadTests
{
    private readonly WorkerLoad _load = new();

    [Fact]
    public void Acquire_UntilFirstTokenAndDispose_CountsEachPartOnce()
    {
        var lease = _load.Acquire(100, 40);
        Assert.Equal((1, 1L, 100L, 40L), (_load.InFlight, _load.Processed, _load.InFlightTokens, _load.PendingPrefillTokens));

        lease.MarkFirstToken();
        lease.MarkFirstToken();
        Assert.Equal((1, 100L, 0L), (_load.InFlight, _load.InFlightTokens, _load.PendingPrefillTokens));

        lease.Dispose();
        lease.Dispose();
        lease.MarkFirstToken();
        Assert.Equal((0, 1L, 0L, 0L), (_load.InFlight, _load.Processed, _load.InFlightTokens, _load.PendingPrefillTokens));
    }

    [Fact]
    public void Dispose_BeforeFirstToken_TakesBackThePendingPrefill()
    {
        _load.Acquire(100, 40).Dispose();

        Assert.Equal((0, 0L, 0L), (_load.InFlight, _load.InFlightTokens, _load.PendingPrefillTokens));
    }

    [Fact]
    public void Leases_RacingCallsFromTwoThreads_ReturnToZero()
    {
        for (var round = 0; round < 300; round++)
        {
            var leases = Enumerable.Range(0, 20).Select(i => _load.Acquire(i, i / 2)).ToArray();
            Parallel.Invoke(
                () => Array.ForEach(leases, lease => lease.MarkFirstToken()),
                () => Array.ForEach(leases, lease => lease.Dispose()),
                () => Array.ForEach(leases, lease => lease.Dispose()));
            Assert.Equal((0, 0L, 0L), (_load.InFlight, _load.InFlightTokens, _load.PendingPrefillTokens));
        }

        Assert.Equal(6000, _load.Processed);
    }
}
