namespace PrefixConsole.Routing.PrefixIndex;

/// <summary>The predicted tree's lock. Readers for display hold it as long as nobody else wants it and let go within one turn of work when somebody does.</summary>
/// <remarks>
/// Routing says that it waits before it does, so a reader finds out with one read of memory and hands the lock over, instead of letting
/// go and taking it again before a waiter has woken up. Two interlocked operations per call of routing are the price.
/// </remarks>
internal sealed class TreeGate
{
    /// <summary>Patience for a waiter that was told to come in: beyond it the lock's own order of entry decides.</summary>
    private const int MaxSpins = 100;

    private readonly Lock _lock = new();
    private int _waiting;

    /// <summary>Calls that want the lock and do not have it yet.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    public Lock.Scope Enter()
    {
        Interlocked.Increment(ref _waiting);
        var scope = _lock.EnterScope();
        Interlocked.Decrement(ref _waiting);
        return scope;
    }

    /// <summary>Lets those in who wait; the caller holds the lock before and after, and anything may have changed.</summary>
    public void GiveWay()
    {
        if (Waiting == 0)
        {
            return;
        }

        _lock.Exit();
        var spin = default(SpinWait);
        for (var i = 0; i < MaxSpins && Waiting > 0; i++)
        {
            spin.SpinOnce(sleep1Threshold: -1);
        }

        _lock.Enter();
    }
}
