namespace PrefixConsole.Routing.KvEvents;

/// <summary>Fingerprints of the last batches by number: tells a batch that comes twice from one of a restarted engine with the same number.</summary>
internal sealed class SequenceLog
{
    /// <summary>Batches remembered; more than wait in a feed's queue, because those may have been replayed before their turn.</summary>
    public const int Capacity = 8192;

    private ulong[] _fingerprints = new ulong[64];
    private ulong _first;
    private ulong _next;

    /// <summary>Bytes of its array.</summary>
    public long MemoryBytes => sizeof(ulong) * (long)_fingerprints.Length;

    public void Clear() => (_first, _next) = (0, 0);

    /// <summary>Notes a batch; one that does not follow the last starts the log anew.</summary>
    public void Add(ulong sequence, ulong fingerprint)
    {
        if (sequence != _next)
        {
            _first = sequence;
        }

        _next = sequence + 1;
        if (_next - _first > (ulong)_fingerprints.Length)
        {
            Grow();
        }

        _fingerprints[sequence % (ulong)_fingerprints.Length] = fingerprint;
    }

    /// <summary>The batch of that number is remembered and was this one.</summary>
    public bool Contains(ulong sequence, ulong fingerprint) =>
        sequence >= _first && sequence < _next && _fingerprints[sequence % (ulong)_fingerprints.Length] == fingerprint;

    private void Grow()
    {
        if (_fingerprints.Length == Capacity)
        {
            _first = _next - Capacity;
            return;
        }

        var larger = new ulong[2 * _fingerprints.Length];
        for (var sequence = _first; sequence < _next - 1; sequence++)
        {
            larger[sequence % (ulong)larger.Length] = _fingerprints[sequence % (ulong)_fingerprints.Length];
        }

        _fingerprints = larger;
    }
}
