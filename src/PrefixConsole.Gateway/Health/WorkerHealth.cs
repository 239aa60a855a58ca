using System.Runtime.CompilerServices;
using PrefixConsole.Gateway.Forwarding;
using PrefixConsole.Routing.PrefixIndex;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.Health;

/// <summary>
/// Turns what probes and requests saw into worker states: one good probe makes a worker ready, three bad ones in a row or one
/// refused connection make it not ready. A draining worker stays so. A worker whose process was gone comes back with an empty
/// cache, so its predicted state is forgotten.
/// </summary>
internal sealed class WorkerHealth(WorkerRegistry registry, ApproximatePrefixTree predicted)
{
    public const int FailuresToEject = 3;

    private readonly ConditionalWeakTable<Worker, Record> _records = [];

    /// <summary>A probe found the worker well.</summary>
    public void Succeeded(Worker worker)
    {
        var record = _records.GetOrCreateValue(worker);
        bool purge;
        lock (record)
        {
            record.Failures = 0;
            purge = record.Gone;
            record.Gone = false;
        }

        if (purge)
        {
            predicted.Purge(worker.Slot);
        }

        if (worker.Status is WorkerStatus.Pending or WorkerStatus.NotReady)
        {
            registry.SetStatus(worker, WorkerStatus.Ready, "probe succeeded");
        }
    }

    /// <summary>A probe failed.</summary>
    public void Failed(Worker worker, string reason, Exception? cause)
    {
        var record = _records.GetOrCreateValue(worker);
        int failures;
        lock (record)
        {
            failures = ++record.Failures;
            record.Gone |= WorkerFailure.IsRefused(cause);
        }

        if (worker.Status is WorkerStatus.Draining)
        {
            return;
        }

        if (failures >= FailuresToEject || worker.Status is WorkerStatus.NotReady)
        {
            registry.SetStatus(worker, WorkerStatus.NotReady, reason);
        }
        else if (worker.Status is WorkerStatus.Pending)
        {
            registry.SetStatus(worker, WorkerStatus.Pending, reason);
        }
    }

    /// <summary>A request could not connect: no need to wait for the probes, the next good one brings the worker back.</summary>
    public void Unreachable(Worker worker, Exception cause)
    {
        var record = _records.GetOrCreateValue(worker);
        lock (record)
        {
            record.Gone |= WorkerFailure.IsRefused(cause);
        }

        if (worker.Status is WorkerStatus.Ready)
        {
            registry.SetStatus(worker, WorkerStatus.NotReady, "a request could not connect: " + cause.Message);
        }
    }

    /// <summary>A scrape succeeded. Counters that run backwards mean another process with an empty cache.</summary>
    public void Scraped(Worker worker, WorkerMetrics metrics)
    {
        if (worker.Metrics?.PrefixQueries > metrics.PrefixQueries)
        {
            predicted.Purge(worker.Slot);
        }

        worker.SetMetrics(metrics);
    }

    private sealed class Record
    {
        public int Failures { get; set; }

        /// <summary>Its process was seen gone since it was last well.</summary>
        public bool Gone { get; set; }
    }
}
