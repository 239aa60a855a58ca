namespace PrefixConsole.Operations;

/// <summary>
/// Entries that outlive a restart, and may be changed before what is stored is known: what was set or taken out meanwhile counts, the rest is
/// taken up. Not thread-safe.
/// </summary>
internal sealed class KeptEntries<T>
    where T : class
{
    private readonly Dictionary<string, T> _entries = new(StringComparer.Ordinal);

    // Keys of acts until the database answers; null once it has.
    private HashSet<string>? _changed;

    public IReadOnlyDictionary<string, T> All => _entries;

    /// <summary>What is stored is not known from here on.</summary>
    public void Await() => _changed = new HashSet<string>(StringComparer.Ordinal);

    public void Set(string key, T value)
    {
        _changed?.Add(key);
        _entries[key] = value;
    }

    /// <summary>False: there was none.</summary>
    public bool Remove(string key)
    {
        _changed?.Add(key);
        return _entries.Remove(key);
    }

    public void RemoveAll(Func<string, bool> keys)
    {
        foreach (var key in _entries.Keys.Where(keys).ToArray())
        {
            Remove(key);
        }
    }

    /// <summary>What is stored is known.</summary>
    /// <returns>The entries that were taken up.</returns>
    public IReadOnlyList<KeyValuePair<string, T>> Take(IReadOnlyDictionary<string, T>? stored)
    {
        var changed = _changed ?? [];
        _changed = null;
        KeyValuePair<string, T>[] taken = [.. (stored ?? new Dictionary<string, T>()).Where(e => !changed.Contains(e.Key)).OrderBy(e => e.Key, StringComparer.Ordinal)];
        foreach (var (key, value) in taken)
        {
            _entries[key] = value;
        }

        return taken;
    }
}
