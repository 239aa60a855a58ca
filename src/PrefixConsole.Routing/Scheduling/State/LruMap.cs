using System.Diagnostics.CodeAnalysis;

namespace PrefixConsole.Routing.Scheduling.State;

/// <summary>A map that forgets the entry written longest ago. Reading does not touch the order, so a preview can read freely.</summary>
internal sealed class LruMap<TKey, TValue>
    where TKey : notnull
{
    private readonly Dictionary<TKey, LinkedListNode<KeyValuePair<TKey, TValue>>> _nodes = [];
    private readonly LinkedList<KeyValuePair<TKey, TValue>> _newestFirst = new();

    public int Count => _nodes.Count;

    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        if (_nodes.TryGetValue(key, out var node))
        {
            value = node.Value.Value;
            return true;
        }

        value = default;
        return false;
    }

    /// <summary>Writes an entry and forgets the oldest ones beyond <paramref name="capacity"/>.</summary>
    public void Set(TKey key, TValue value, int capacity)
    {
        if (_nodes.TryGetValue(key, out var node))
        {
            node.Value = new(key, value);
            _newestFirst.Remove(node);
            _newestFirst.AddFirst(node);
        }
        else
        {
            _nodes.Add(key, _newestFirst.AddFirst(new KeyValuePair<TKey, TValue>(key, value)));
        }

        while (_nodes.Count > capacity)
        {
            Remove(_newestFirst.Last!.Value.Key);
        }
    }

    public bool TryGetOldest(out KeyValuePair<TKey, TValue> oldest)
    {
        oldest = _newestFirst.Last is { } node ? node.Value : default;
        return _newestFirst.Last is not null;
    }

    public bool Remove(TKey key)
    {
        if (!_nodes.Remove(key, out var node))
        {
            return false;
        }

        _newestFirst.Remove(node);
        return true;
    }
}
