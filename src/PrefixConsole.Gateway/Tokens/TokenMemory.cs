using System.Diagnostics.CodeAnalysis;

namespace PrefixConsole.Gateway.Tokens;

/// <summary>
/// Tokens of prompts seen before, by a 128-bit hash of what was said: no text is kept. What was used longest ago goes first when the
/// ids exceed their bound.
/// </summary>
/// <param name="capacity">Token ids kept; an entry counts <see cref="Overhead"/> more for its own size.</param>
internal sealed class TokenMemory(int capacity)
{
    /// <summary>Size of an entry without its ids, in ids.</summary>
    public const int Overhead = 48;

    private readonly Lock _gate = new();
    private readonly Dictionary<UInt128, LinkedListNode<Entry>> _entries = [];
    private readonly LinkedList<Entry> _byUse = new();

    /// <summary>Ids held, entries counted with their own size.</summary>
    public long Held { get; private set; }

    /// <param name="key">Of the prompt.</param>
    /// <param name="ids">Its tokens.</param>
    /// <param name="touch">Counts as a use.</param>
    public bool TryFind(UInt128 key, [NotNullWhen(true)] out int[]? ids, bool touch = true)
    {
        lock (_gate)
        {
            if (!_entries.TryGetValue(key, out var node))
            {
                ids = null;
                return false;
            }

            if (touch)
            {
                _byUse.Remove(node);
                _byUse.AddLast(node);
            }

            ids = node.Value.Ids;
            return true;
        }
    }

    /// <summary>Keeps the ids; not a prompt larger than all the room.</summary>
    public void Remember(UInt128 key, int[] ids)
    {
        if (ids.Length + Overhead > capacity)
        {
            return;
        }

        lock (_gate)
        {
            if (_entries.Remove(key, out var known))
            {
                Drop(known);
            }

            while (Held + ids.Length + Overhead > capacity)
            {
                var oldest = _byUse.First!;
                _entries.Remove(oldest.Value.Key);
                Drop(oldest);
            }

            _entries.Add(key, _byUse.AddLast(new Entry(key, ids)));
            Held += ids.Length + Overhead;
        }
    }

    private void Drop(LinkedListNode<Entry> node)
    {
        _byUse.Remove(node);
        Held -= node.Value.Ids.Length + Overhead;
    }

    private readonly record struct Entry(UInt128 Key, int[] Ids);
}
