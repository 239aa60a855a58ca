using System.Collections.Concurrent;
using System.Text;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.Telemetry;

/// <summary>
/// What a requested model is called where requests are counted by model: its name while some worker serves it, else <see cref="Other"/>. Clients
/// may ask for whatever they like; what they make up has no name here. Thread-safe.
/// </summary>
public sealed class ModelNames(WorkerRegistry registry)
{
    /// <summary>All models without a name of their own.</summary>
    public const string Other = "other";

    /// <summary>Models and adapters with a name at most; the rest counts as <see cref="Other"/>.</summary>
    public const int Limit = 32;

    private const int Longest = 128;

    private readonly Lock _adding = new();

    // Bounded by Limit: those that nobody serves any more make room.
    private readonly ConcurrentDictionary<string, bool> _named = new(StringComparer.Ordinal);

    public string Of(string model) => IsServed(model) && (_named.ContainsKey(model) || Add(model)) ? model : Other;

    private bool Add(string model)
    {
        if (!IsName(model))
        {
            return false;
        }

        lock (_adding)
        {
            if (_named.Count >= Limit)
            {
                foreach (var (gone, _) in _named.Where(n => !IsServed(n.Key)))
                {
                    _named.TryRemove(gone, out _);
                }
            }

            return _named.Count < Limit && _named.TryAdd(model, true);
        }
    }

    private bool IsServed(string model)
    {
        foreach (var worker in registry.Workers)
        {
            if (worker.Served.Serves(model))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Engines report names too: none that a label or a log could not have.</summary>
    private static bool IsName(string model) =>
        model.Length is > 0 and <= Longest && !model.Any(char.IsControl) && !model.EnumerateRunes().Contains(Rune.ReplacementChar);
}
