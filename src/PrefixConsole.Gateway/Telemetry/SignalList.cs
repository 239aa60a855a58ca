namespace PrefixConsole.Gateway.Telemetry;

/// <summary>Subscribers of one source. Raising reads one array and takes no lock; subscribing replaces the array.</summary>
internal sealed class SignalList
{
    private readonly Lock _writing = new();
    private volatile Subscription[] _subscriptions = [];

    public int Count => _subscriptions.Length;

    public IDisposable Add(Action signal)
    {
        ArgumentNullException.ThrowIfNull(signal);
        var subscription = new Subscription(this, signal);
        lock (_writing)
        {
            _subscriptions = [.. _subscriptions, subscription];
        }

        return subscription;
    }

    public void Raise()
    {
        // A subscriber that was signalled already returns after one look: what it will read must be written before that look.
        Interlocked.MemoryBarrier();
        foreach (var subscription in _subscriptions)
        {
            try
            {
                subscription.Signal();
            }
#pragma warning disable CA1031 // a page's fault must not end the request that happened to report to it
            catch (Exception)
#pragma warning restore CA1031
            {
                // Signals only set flags; what a subscriber does later has its own logging.
            }
        }
    }

    private void Remove(Subscription subscription)
    {
        lock (_writing)
        {
            _subscriptions = [.. _subscriptions.Where(s => s != subscription)];
        }
    }

    private sealed class Subscription(SignalList list, Action signal) : IDisposable
    {
        public void Signal() => signal();

        public void Dispose() => list.Remove(this);
    }
}
