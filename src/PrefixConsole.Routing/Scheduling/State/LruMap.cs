using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace PrefixConsole.Routing.Scheduling.State;

/// <summary>A map that forgets the entry written longest ago. Reading does not touch the order, so a preview can read freely.</summary>
/// <remarks>
/// The order is a ring of positions in one array, with position 0 as its head, so that writing an entry again, and replacing
/// the oldest by a new one, allocate nothing.
/// </remarks>
internal sealed class LruMap<TKey, TValue>
    where TKey : notnull
{
    private const int Head = 0;

    private readonly Dictionary<TKey, int> _positions = [];
    private readonly Stack<int> _free = [];
    private Entry[] _entries = new Entry[8];

    public int Count => _positions.Count;

    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        if (_positions.TryGetValue(key, out var position))
        {
            value = _entries[position].Value;
            return true;
        }

        value = default;
        return false;
    }

    /// <summary>Writes an entry and forgets the oldest ones beyond <paramref name="capacity"/>.</summary>
    public void Set(TKey key, TValue value, int capacity)
    {
        ref var position = ref CollectionsMarshal.GetValueRefOrAddDefault(_positions, key, out var known);
        if (known)
        {
            Unlink(position);
        }
        else
        {
            position = TakePosition();
            _entries[position].Key = key;
        }

        _entries[position].Value = value;
        LinkNewest(position);
        while (_positions.Count > capacity)
        {
            Remove(_entries[_entries[Head].Newer].Key);
        }
    }

    public bool TryGetOldest(out KeyValuePair<TKey, TValue> oldest)
    {
        ref readonly var entry = ref _entries[_entries[Head].Newer];
        oldest = Count == 0 ? default : new(entry.Key, entry.Value);
        return Count > 0;
    }

    public bool Remove(TKey key)
    {
        if (!_positions.Remove(key, out var position))
        {
            return false;
        }

        Unlink(position);
        _entries[position] = default;
        _free.Push(position);
        return true;
    }

    /// <summary>A freed position, else the one after all that were ever taken.</summary>
    private int TakePosition()
    {
        if (_free.TryPop(out var free))
        {
            return free;
        }

        // None is free, so positions 1 to Count − 1 are taken: the new key counts already.
        if (Count == _entries.Length)
        {
            Array.Resize(ref _entries, 2 * _entries.Length);
        }

        return Count;
    }

    private void Unlink(int position)
    {
        var (older, newer) = (_entries[position].Older, _entries[position].Newer);
        _entries[older].Newer = newer;
        _entries[newer].Older = older;
    }

    private void LinkNewest(int position)
    {
        var newest = _entries[Head].Older;
        (_entries[position].Older, _entries[position].Newer) = (newest, Head);
        _entries[newest].Newer = position;
        _entries[Head].Older = position;
    }

    /// <summary>The head's newer neighbour is the oldest entry, its older neighbour the newest.</summary>
    private struct Entry
    {
        public TKey Key;
        public TValue Value;
        public int Older;
        public int Newer;
    }
}
