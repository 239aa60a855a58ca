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

    /// <summary>What is to be stored: all; until what is stored is known, what was done, with null for what was taken out.</summary>
    public IReadOnlyDictionary<string, T?> Content => (_changed ?? _entries.Keys.AsEnumerable()).ToDictionary(key => key, key => _entries.GetValueOrDefault(key), StringComparer.Ordinal);

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

    /// <summary>Takes up what is stored; what was done since counts.</summary>
    /// <param name="stored">Null for a key: it was taken out.</param>
    /// <param name="all">What is stored is known with it; else it is what an earlier process did without knowing the rest.</param>
    /// <returns>The entries that were taken up.</returns>
    public IReadOnlyList<KeyValuePair<string, T>> Take(IReadOnlyDictionary<string, T?>? stored, bool all)
    {
        var taken = new List<KeyValuePair<string, T>>();
        foreach (var (key, value) in (stored ?? new Dictionary<string, T?>()).OrderBy(e => e.Key, StringComparer.Ordinal))
        {
            if (_changed?.Add(key) != false && value is not null)
            {
                _entries[key] = value;
                taken.Add(KeyValuePair.Create(key, value));
            }
        }

        _changed = all ? null : _changed;
        return taken;
    }
}
