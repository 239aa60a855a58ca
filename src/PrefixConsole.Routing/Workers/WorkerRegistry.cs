using System.Collections.Immutable;

namespace PrefixConsole.Routing.Workers;

/// <summary>
/// The fleet. Readers take <see cref="Workers"/> once and never lock; writers replace the array. At most
/// <see cref="MaxWorkers"/> workers, so that slots stay dense.
/// </summary>
public sealed class WorkerRegistry(TimeProvider time)
{
    /// <summary>Bound of the fleet and of slot numbers.</summary>
    public const int MaxWorkers = 1024;

    private readonly Lock _writing = new();
    private ImmutableArray<Worker> _workers = [];

    /// <summary>Raised after every change of membership or status, on the writer's thread; handlers only signal.</summary>
    public event Action? Changed;

    /// <summary>Raised for each status of a worker in order, its first included, under the registry's lock: handlers only take it down.</summary>
    public event Action<Worker, WorkerState>? StatusChanged;

    /// <summary>Raised when a worker has left, before its slot can be reused: the prefix indexes purge it here.</summary>
    public event Action<Worker>? Removed;

    public ImmutableArray<Worker> Workers
    {
        get
        {
            // ImmutableArray is one reference: the read is atomic, the barrier makes it fresh.
            Thread.MemoryBarrier();
            return _workers;
        }
    }

    public Worker? Find(WorkerId id)
    {
        foreach (var worker in Workers)
        {
            if (worker.Id == id)
            {
                return worker;
            }
        }

        return null;
    }

    /// <summary>Adds a worker as <see cref="WorkerStatus.Pending"/>; null when the id is taken or the fleet is full.</summary>
    public Worker? Add(WorkerConfig config)
    {
        Worker worker;
        lock (_writing)
        {
            if (_workers.Length >= MaxWorkers || _workers.Any(w => w.Id == config.Id))
            {
                return null;
            }

            worker = new Worker(config, FreeSlot(), new WorkerState(WorkerStatus.Pending, "registered, not probed yet", time.GetUtcNow()));
            _workers = _workers.Add(worker);
            StatusChanged?.Invoke(worker, worker.State);
        }

        Changed?.Invoke();
        return worker;
    }

    public bool Remove(WorkerId id)
    {
        lock (_writing)
        {
            var worker = _workers.FirstOrDefault(w => w.Id == id);
            if (worker is null)
            {
                return false;
            }

            _workers = _workers.Remove(worker);
            worker.MarkRemoved();
            Removed?.Invoke(worker);
        }

        Changed?.Invoke();
        return true;
    }

    /// <summary>Sets a status; a repeated status keeps its time of change. False when the worker has left meanwhile.</summary>
    public bool SetStatus(Worker worker, WorkerStatus status, string reason)
    {
        lock (_writing)
        {
            if (!_workers.Contains(worker))
            {
                return false;
            }

            var before = worker.State;
            if (before.Status == status && before.Reason == reason)
            {
                return true;
            }

            var after = new WorkerState(status, reason, before.Status == status ? before.Since : time.GetUtcNow());
            worker.SetState(after);
            if (status != before.Status)
            {
                StatusChanged?.Invoke(worker, after);
            }
        }

        Changed?.Invoke();
        return true;
    }

    private int FreeSlot()
    {
        var slot = 0;
        while (_workers.Any(w => w.Slot == slot))
        {
            slot++;
        }

        return slot;
    }
}
