namespace PrefixConsole.Routing.Workers;

/// <summary>One request's share of a worker's load. Both calls are idempotent and may come from different threads.</summary>
public sealed class LoadLease : IDisposable
{
    private readonly WorkerLoad _load;
    private readonly int _promptTokens;
    private int _uncachedTokens;
    private int _released;

    // fields and not a delegate: a lease is all that a dispatched request may allocate
    private ILeaseFollower? _follower;
    private object? _request;
    private Worker? _worker;

    internal LoadLease(WorkerLoad load, int promptTokens, int uncachedTokens)
    {
        _load = load;
        _promptTokens = promptTokens;
        _uncachedTokens = uncachedTokens;
    }

    /// <summary>The first output arrived: the prompt is prefilled.</summary>
    public void MarkFirstToken() => _load.EndPrefill(Interlocked.Exchange(ref _uncachedTokens, 0));

    /// <summary>Tells <paramref name="follower"/> when the request is over. Before the lease is handed out.</summary>
    internal void Follow(ILeaseFollower follower, object request, Worker worker) => (_follower, _request, _worker) = (follower, request, worker);

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _released, 1) == 0)
        {
            MarkFirstToken();
            _load.Release(_promptTokens);
            _follower?.OnEnded(_request!, _worker!);
        }
    }
}
