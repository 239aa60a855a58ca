using System.Runtime.CompilerServices;
using PrefixConsole.Gateway.Forwarding;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Routing.KvEvents;
using PrefixConsole.Routing.PrefixIndex;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.Health;

/// <summary>
/// Turns what probes and requests saw into worker states: one good probe makes a worker ready, three bad ones in a row or one
/// refused connection make it not ready. A draining worker stays so. A worker whose process was gone comes back with an empty
/// cache, so its predicted state is forgotten, and its reported state unless its events have told of the restart themselves.
/// </summary>
internal sealed class WorkerHealth(WorkerRegistry registry, ApproximatePrefixTree predicted, ReportedCaches reported, FailureLog log, TimeProvider time)
{
    private readonly ConditionalWeakTable<Worker, Record> _records = [];

    /// <summary>A probe found the worker well.</summary>
    public void Succeeded(Worker worker)
    {
        var record = _records.GetOrCreateValue(worker);
        long? gone;
        lock (record)
        {
            gone = record.GoneAt;
            record.GoneAt = null;
        }

        log.Answered(worker);
        if (gone is { } since)
        {
            ForgetCache(worker, "its process was gone and came back", since);
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
        lock (record)
        {
            NoteGone(record, cause);
        }

        var failures = log.Failed(worker, reason);
        if (worker.Status is WorkerStatus.Draining)
        {
            return;
        }

        if (failures >= WorkerBreaker.FailuresToOpen || worker.Status is WorkerStatus.NotReady)
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
            NoteGone(record, cause);
        }

        var reason = "a request could not connect: " + cause.Message;
        log.Failed(worker, reason);
        if (worker.Status is WorkerStatus.Ready)
        {
            registry.SetStatus(worker, WorkerStatus.NotReady, reason);
        }
    }

    /// <summary>A scrape succeeded. Counters that run backwards mean another process with an empty cache.</summary>
    public void Scraped(Worker worker, WorkerMetrics metrics)
    {
        if (worker.Metrics is { } before && before.PrefixQueries > metrics.PrefixQueries)
        {
            ForgetCache(worker, "its counters ran backwards", before.Timestamp);
        }

        worker.SetMetrics(metrics);
    }

    private void ForgetCache(Worker worker, string cause, long since)
    {
        predicted.Purge(worker.Slot);
        foreach (var feed in reported.Of(worker))
        {
            feed.OnRestarted(cause, since);
        }
    }

    private void NoteGone(Record record, Exception? cause)
    {
        if (WorkerFailure.IsRefused(cause))
        {
            record.GoneAt ??= time.GetTimestamp();
        }
    }

    private sealed class Record
    {
        /// <summary>When its process was first seen gone since it was last well; null while it was not.</summary>
        public long? GoneAt { get; set; }
    }
}
