namespace PrefixConsole.Simulation.KvEvents;

/// <summary>The last batches, bounded in number and bytes. Not thread-safe: the publisher's thread owns it.</summary>
internal sealed class ReplayRing(int capacity = ReplayRing.DefaultCapacity, long maxBytes = ReplayRing.DefaultBytes)
{
    public const int DefaultCapacity = 10_000;
    public const long DefaultBytes = 64L << 20;

    private readonly Queue<(ulong Sequence, byte[] Payload)> _batches = new();
    private long _bytes;

    public void Add(ulong sequence, byte[] payload)
    {
        _batches.Enqueue((sequence, payload));
        _bytes += payload.Length;
        while (_batches.Count > capacity || (_bytes > maxBytes && _batches.Count > 1))
        {
            _bytes -= _batches.Dequeue().Payload.Length;
        }
    }

    /// <summary>Batches from a sequence number on, oldest first.</summary>
    public IEnumerable<(ulong Sequence, byte[] Payload)> From(ulong start) => _batches.Where(batch => batch.Sequence >= start);
}
