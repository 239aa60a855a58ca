using System.Collections.Concurrent;

namespace PrefixConsole.Gateway.Telemetry;

/// <summary>Operators' names for runs, by the hash of the run's last block. At most <see cref="Capacity"/>.</summary>
internal sealed class PrefixLabels
{
    public const int Capacity = 10_000;

    public const int MaxLength = 80;

    private readonly Lock _writing = new();
    private readonly ConcurrentDictionary<ulong, string> _labels = new();

    public static bool IsLabel(string label) => label.Length is > 0 and <= MaxLength && !label.Any(char.IsControl);

    public string? Find(ulong hash) => _labels.GetValueOrDefault(hash);

    /// <summary>Hashes of the labels that contain the text, the shortest label first.</summary>
    public IEnumerable<ulong> Containing(string text) => _labels
        .Where(l => l.Value.Contains(text, StringComparison.OrdinalIgnoreCase))
        .OrderBy(l => l.Value.Length)
        .ThenBy(l => l.Value, StringComparer.Ordinal)
        .Select(l => l.Key);

    public IReadOnlyDictionary<ulong, string> All => _labels;

    public void Remove(ulong hash) => _labels.TryRemove(hash, out _);

    /// <summary>A label of an earlier run, unless the hash has one already or there is no room.</summary>
    public void Restore(ulong hash, string label)
    {
        lock (_writing)
        {
            if (_labels.Count < Capacity)
            {
                _labels.TryAdd(hash, label);
            }
        }
    }

    /// <summary>False when there is no room, also after forgetting the labels of runs that <paramref name="exists"/> no longer knows.</summary>
    public bool Set(ulong hash, string label, Func<ulong, bool> exists)
    {
        lock (_writing)
        {
            if (_labels.Count >= Capacity && !_labels.ContainsKey(hash))
            {
                foreach (var known in _labels.Keys)
                {
                    if (!exists(known))
                    {
                        _labels.TryRemove(known, out _);
                    }
                }

                if (_labels.Count >= Capacity)
                {
                    return false;
                }
            }

            _labels[hash] = label;
            return true;
        }
    }
}
