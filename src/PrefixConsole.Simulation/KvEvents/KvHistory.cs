namespace PrefixConsole.Simulation.KvEvents;

/// <summary>The last batches, for replay: bounded in number and in bytes.</summary>
internal sealed class KvHistory(int maxBatches)
{
    private const long MaxBytes = 64 * 1024 * 1024;

    private readonly Queue<(long Sequence, byte[] Payload)> _batches = new();
    private long _bytes;

    public void Add(long sequence, byte[] payload)
    {
        _batches.Enqueue((sequence, payload));
        _bytes += payload.Length;
        while (_batches.Count > maxBatches || _bytes > MaxBytes)
        {
            _bytes -= _batches.Dequeue().Payload.Length;
        }
    }

    public IEnumerable<(long Sequence, byte[] Payload)> From(long sequence) => _batches.Where(batch => batch.Sequence >= sequence);
}
