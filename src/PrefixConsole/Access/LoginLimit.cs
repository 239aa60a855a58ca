using System.Threading.RateLimiting;

namespace PrefixConsole.Access;

/// <summary>Tries to log in: ten a minute from one address, refilled one every six seconds.</summary>
internal sealed class LoginLimit : IDisposable
{
    public const int Tries = 10;

    private readonly PartitionedRateLimiter<string> _limiter = PartitionedRateLimiter.Create<string, string>(static address =>
        RateLimitPartition.GetTokenBucketLimiter(address, static _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = Tries,
            TokensPerPeriod = 1,
            ReplenishmentPeriod = TimeSpan.FromSeconds(6),
            QueueLimit = 0,
        }));

    private readonly PartitionedRateLimiter<string> _news = PartitionedRateLimiter.Create<string, string>(static address =>
        RateLimitPartition.GetTokenBucketLimiter(address, static _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = 1,
            TokensPerPeriod = 1,
            ReplenishmentPeriod = TimeSpan.FromMinutes(1),
            QueueLimit = 0,
        }));

    public bool Allows(string address)
    {
        using var lease = _limiter.AttemptAcquire(address);
        return lease.IsAcquired;
    }

    /// <summary>Whether to write down that an address was turned away: of a burst only the first.</summary>
    public bool IsNews(string address)
    {
        using var lease = _news.AttemptAcquire(address);
        return lease.IsAcquired;
    }

    public void Dispose()
    {
        _limiter.Dispose();
        _news.Dispose();
    }
}
