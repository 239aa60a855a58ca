using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Benchmarks.Replay;

/// <summary>A request at the worker that was chosen for it; the engine says when its first token comes and when it is over.</summary>
internal sealed class Dispatch(ReplayRequest request, LoadLease lease)
{
    public ReplayRequest Request => request;

    /// <summary>Prompt tokens found in the worker's cache.</summary>
    public int CachedTokens { get; private set; }

    /// <summary>Seconds from arrival to the first token, queueing included; NaN before.</summary>
    public double TimeToFirstToken { get; private set; } = double.NaN;

    public void FirstToken(double at, int cachedTokens)
    {
        TimeToFirstToken = at - request.Arrival;
        CachedTokens = cachedTokens;
        lease.MarkFirstToken();
    }

    public void Finish() => lease.Dispose();
}
