using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Routing.Scheduling.State;

/// <summary>
/// When each worker last served a request nobody held a prefix of. A request is noted as cold when it is scored and counted when
/// it is served. Bounded to <see cref="MaxWorkers"/> workers and <see cref="MaxUnserved"/> requests on their way.
/// </summary>
internal sealed class ColdStartTable : IServedObserver
{
    /// <summary>Workers remembered (llm-d: lruSize 1024).</summary>
    public const int MaxWorkers = 1024;

    public const int MaxUnserved = 4096;

    private readonly LruMap<WorkerId, long> _lastServed = new();
    private readonly LruMap<string, bool> _unserved = new();
    private long _sequence;

    /// <summary>Larger is more recent; null when the worker has served no cold request.</summary>
    public long? LastServed(WorkerId worker) => _lastServed.TryGet(worker, out var sequence) ? sequence : null;

    public void NoteCold(RoutingRequest request) => _unserved.Set(request.Id, true, MaxUnserved);

    public void OnServed(RoutingRequest request, Worker worker)
    {
        if (_unserved.Remove(request.Id))
        {
            _lastServed.Set(worker.Id, ++_sequence, MaxWorkers);
        }
    }
}
