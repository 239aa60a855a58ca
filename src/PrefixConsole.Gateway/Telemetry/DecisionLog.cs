using PrefixConsole.Routing.Scheduling;

namespace PrefixConsole.Gateway.Telemetry;

/// <summary>The last decisions, in a ring; the oldest leave first. Writers never wait for readers.</summary>
/// <remarks>
/// Writers, and look-ups by id, hold a short lock; readers of the ring take none: a slot is one reference, and an entry whose sequence is
/// not the one looked for tells the reader that the ring has moved on.
/// </remarks>
public sealed class DecisionLog
{
    private readonly Lock _writing = new();
    private readonly DecisionEntry?[] _ring;

    // Guarded by _writing. Bounded by the ring: an id leaves with its slot.
    private readonly SlotsById _slots;
    private readonly SignalList _signals = new();
    private long _last;

    public DecisionLog(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        Capacity = capacity;
        _ring = new DecisionEntry?[capacity];
        _slots = new SlotsById(capacity);
    }

    public int Capacity { get; }

    /// <summary>Decisions ever recorded; also the sequence of the newest entry.</summary>
    public long Total => Volatile.Read(ref _last);

    /// <summary>Raised once per entry when its request is over, on the writer's thread: handlers must be short and not throw.</summary>
    public event Action<DecisionEntry>? Completed;

    public DecisionEntry Record(RoutingDecision decision)
    {
        DecisionEntry entry;
        lock (_writing)
        {
            var sequence = _last + 1;
            entry = new DecisionEntry(sequence, decision);
            var slot = (int)(sequence % _ring.Length);
            if (_ring[slot] is { } old)
            {
                _slots.Remove(old.Id, slot);
            }

            Volatile.Write(ref _ring[slot], entry);
            _slots.Add(entry.Id, slot);
            Volatile.Write(ref _last, sequence);
        }

        _signals.Raise();
        return entry;
    }

    /// <summary>A second decision for a request that its first worker did not serve.</summary>
    /// <param name="entry">The request.</param>
    /// <param name="second">Decides it from now on.</param>
    /// <param name="failure">Why its worker so far did not serve it.</param>
    public void Retry(DecisionEntry entry, RoutingDecision second, AttemptFailure failure)
    {
        entry.Retry(second, failure);
        _signals.Raise();
    }

    /// <summary>The request is over. The first outcome counts; later ones are ignored.</summary>
    public void Complete(DecisionEntry entry, DecisionOutcome outcome)
    {
        if (entry.Complete(outcome))
        {
            Completed?.Invoke(entry);
            _signals.Raise();
        }
    }

    /// <summary>Newest first, at most <paramref name="count"/>, only those before <paramref name="beforeSequence"/> when given.</summary>
    public IReadOnlyList<DecisionEntry> Latest(int count, DecisionFilter? filter = null, long? beforeSequence = null)
    {
        var found = new List<DecisionEntry>(Math.Clamp(count, 0, 256));
        if (count <= 0)
        {
            return found;
        }

        foreach (var entry in Newest(beforeSequence))
        {
            if (filter is null || filter.Matches(entry))
            {
                found.Add(entry);
                if (found.Count == count)
                {
                    break;
                }
            }
        }

        return found;
    }

    /// <summary>
    /// The kept entries, newest first, each read when it is asked for; only those before <paramref name="beforeSequence"/> when given, and only
    /// those after <paramref name="afterSequence"/>. What is recorded meanwhile is not among them.
    /// </summary>
    public IEnumerable<DecisionEntry> Newest(long? beforeSequence = null, long afterSequence = 0)
    {
        var newest = Total;
        var oldest = Math.Max(Math.Max(1, afterSequence + 1), newest - _ring.Length + 1);
        var start = beforeSequence is { } before && before <= newest ? before - 1 : newest;
        for (var sequence = start; sequence >= oldest; sequence--)
        {
            // Another sequence in the slot: writers have lapped this read, and everything older is gone too.
            if (Volatile.Read(ref _ring[sequence % _ring.Length]) is not { } entry || entry.Sequence != sequence)
            {
                yield break;
            }

            yield return entry;
        }
    }

    /// <summary>The entry with a sequence; null when there was none or it has left the ring.</summary>
    public DecisionEntry? At(long sequence) =>
        sequence > 0 && Volatile.Read(ref _ring[sequence % _ring.Length]) is { } entry && entry.Sequence == sequence ? entry : null;

    /// <summary>The newest entry with the id; null when there was none or it has left the ring.</summary>
    public DecisionEntry? Find(string id)
    {
        lock (_writing)
        {
            var slot = _slots.First(id);
            while (slot >= 0 && _ring[slot]!.Id != id)
            {
                slot = _slots.Next(slot);
            }

            return slot < 0 ? null : _ring[slot];
        }
    }

    /// <summary>Calls <paramref name="signal"/> after records and completions, on the writer's thread: it must only set a flag. Dispose to stop.</summary>
    public IDisposable Subscribe(Action signal) => _signals.Add(signal);
}
