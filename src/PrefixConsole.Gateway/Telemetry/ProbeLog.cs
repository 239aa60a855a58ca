using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.Telemetry;

/// <summary>The last health checks of each worker. A worker's leave with it.</summary>
public sealed class ProbeLog
{
    /// <summary>Checks kept of a worker.</summary>
    public const int Kept = 60;

    /// <summary>So many failed in a row: it does not answer. One alone may have been lost on the way.</summary>
    public const int FailuresToDoubt = 3;

    private readonly ConditionalWeakTable<Worker, SampleRing<ProbeResult>> _rings = [];

    public void Add(Worker worker, ProbeResult result)
    {
        var ring = _rings.GetValue(worker, static _ => new SampleRing<ProbeResult>(Kept));
        lock (ring)
        {
            ring.Add(result);
        }
    }

    /// <summary>Oldest first.</summary>
    public ImmutableArray<ProbeResult> Of(Worker worker)
    {
        if (!_rings.TryGetValue(worker, out var ring))
        {
            return [];
        }

        lock (ring)
        {
            return ring.ToArray();
        }
    }

    /// <summary>Why the worker does not answer; null while it does, or when it was not asked often enough to tell.</summary>
    public string? SilenceOf(Worker worker)
    {
        var results = Of(worker);
        return results.Length >= FailuresToDoubt && results[^FailuresToDoubt..].All(r => !r.Well) ? results[^1].Reason : null;
    }
}
