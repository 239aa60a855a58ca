namespace PrefixConsole.Gateway.KvEvents;

/// <summary>What all queues of batches may hold together, so that a flood on every feed at once is bounded too.</summary>
internal sealed class KvQueueBudget
{
    public const long MaxBytes = 256L * 1024 * 1024;

    private long _bytes;

    public long Bytes => Volatile.Read(ref _bytes);

    public bool TryTake(int bytes)
    {
        if (Interlocked.Add(ref _bytes, bytes) <= MaxBytes)
        {
            return true;
        }

        Give(bytes);
        return false;
    }

    public void Give(int bytes) => Interlocked.Add(ref _bytes, -bytes);
}
