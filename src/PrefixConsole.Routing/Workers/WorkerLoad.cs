namespace PrefixConsole.Routing.Workers;

/// <summary>
/// What this process has sent to a worker and not yet seen finished. Counted when the decision is made, not when the response
/// starts: requests that arrive together would otherwise all see an idle worker (sglang #27547).
/// </summary>
public sealed class WorkerLoad
{
    private int _inFlight;
    private long _processed;
    private long _inFlightTokens;
    private long _pendingPrefillTokens;

    /// <summary>Requests dispatched and not finished.</summary>
    public int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>Requests ever dispatched; breaks ties among equally loaded workers.</summary>
    public long Processed => Volatile.Read(ref _processed);

    /// <summary>Estimated prompt tokens of the requests in flight.</summary>
    public long InFlightTokens => Volatile.Read(ref _inFlightTokens);

    /// <summary>Estimated uncached prompt tokens of requests that have not produced a first byte.</summary>
    public long PendingPrefillTokens => Volatile.Read(ref _pendingPrefillTokens);

    /// <summary>Counts a request. Dispose of the lease exactly when the request is over, however it ended.</summary>
    /// <param name="promptTokens">Estimated prompt tokens, 0 or more.</param>
    /// <param name="uncachedTokens">Those of them that the worker is predicted to have to prefill.</param>
    public LoadLease Acquire(int promptTokens, int uncachedTokens)
    {
        Interlocked.Increment(ref _inFlight);
        Interlocked.Increment(ref _processed);
        Interlocked.Add(ref _inFlightTokens, promptTokens);
        Interlocked.Add(ref _pendingPrefillTokens, uncachedTokens);
        return new LoadLease(this, promptTokens, uncachedTokens);
    }

    internal void EndPrefill(int uncachedTokens) => Interlocked.Add(ref _pendingPrefillTokens, -uncachedTokens);

    internal void Release(int promptTokens)
    {
        Interlocked.Decrement(ref _inFlight);
        Interlocked.Add(ref _inFlightTokens, -promptTokens);
    }
}
