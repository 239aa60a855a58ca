using System.Runtime.CompilerServices;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.Telemetry;

/// <summary>Counts each worker's failures, of which enough in a row open its breaker. A worker's count leaves with it.</summary>
public sealed class FailureLog(TimeProvider time)
{
    private readonly ConditionalWeakTable<Worker, Box> _counts = [];

    public FailureCount Of(Worker worker) => _counts.TryGetValue(worker, out var box) ? box.Count : FailureCount.None;

    /// <summary>A health check of the worker failed, or a request could not connect to it.</summary>
    /// <returns>Failures in a row, this one included.</returns>
    public int Failed(Worker worker, string cause)
    {
        var box = _counts.GetOrCreateValue(worker);
        lock (box)
        {
            var before = box.Count;
            box.Count = before with { InARow = before.InARow + 1, LastCause = cause, LastAt = time.GetUtcNow() };
            return box.Count.InARow;
        }
    }

    /// <summary>A health check of the worker was answered.</summary>
    public void Answered(Worker worker)
    {
        var box = _counts.GetOrCreateValue(worker);
        lock (box)
        {
            box.Count = box.Count with { InARow = 0, AnsweredAt = time.GetUtcNow() };
        }
    }

    private sealed class Box
    {
        private volatile FailureCount _count = FailureCount.None;

        public FailureCount Count
        {
            get => _count;
            set => _count = value;
        }
    }
}
