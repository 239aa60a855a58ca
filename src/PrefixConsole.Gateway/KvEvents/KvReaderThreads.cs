using System.Collections.Concurrent;

namespace PrefixConsole.Gateway.KvEvents;

/// <summary>
/// Threads for the readers of batches, apart from the pool that answers requests: a flood of events is read as fast as these allow and
/// keeps no request waiting for a thread.
/// </summary>
internal sealed class KvReaderThreads : TaskScheduler, IDisposable
{
    // one task per reader that has something to do
    private readonly BlockingCollection<Task> _tasks = [];
    private readonly Thread[] _threads;

    public KvReaderThreads(int threads)
    {
        _threads = [.. Enumerable.Range(0, threads).Select(i => new Thread(Work) { IsBackground = true, Name = $"KV event reader {i}" })];
        Factory = new TaskFactory(CancellationToken.None, TaskCreationOptions.DenyChildAttach, TaskContinuationOptions.None, this);
        foreach (var thread in _threads)
        {
            thread.Start();
        }
    }

    public TaskFactory Factory { get; }

    public override int MaximumConcurrencyLevel => _threads.Length;

    /// <summary>The index has one writer at a time: more than half of the cores would only wait for each other.</summary>
    public static int Suitable(int cores) => Math.Clamp(cores / 2, 1, 4);

    public void Dispose() => _tasks.CompleteAdding();

    protected override IEnumerable<Task> GetScheduledTasks() => _tasks;

    protected override void QueueTask(Task task) => _tasks.Add(task);

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    private void Work()
    {
        foreach (var task in _tasks.GetConsumingEnumerable())
        {
            TryExecuteTask(task);
        }
    }
}
