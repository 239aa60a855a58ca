using System.Threading.RateLimiting;

namespace PrefixConsole.Access;

/// <summary>
/// Refused attempts that are written down: twenty of one address or name, refilled one every ten seconds. A scanner must not fill the audit log; what it
/// does is still refused.
/// </summary>
internal sealed class RefusalLimit : IDisposable
{
    public const int Written = 20;

    private readonly PartitionedRateLimiter<string> _limiter = PartitionedRateLimiter.Create<string, string>(static address =>
        RateLimitPartition.GetTokenBucketLimiter(address, static _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = Written,
            TokensPerPeriod = 1,
            ReplenishmentPeriod = TimeSpan.FromSeconds(10),
            QueueLimit = 0,
        }));

    public bool Allows(string address)
    {
        using var lease = _limiter.AttemptAcquire(address);
        return lease.IsAcquired;
    }

    public void Dispose() => _limiter.Dispose();
}
