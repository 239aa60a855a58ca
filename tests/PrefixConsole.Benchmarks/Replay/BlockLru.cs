using System.Runtime.InteropServices;

namespace PrefixConsole.Benchmarks.Replay;

/// <summary>
/// Prefix cache of the plain engine: at most <paramref name="capacity"/> blocks, the least recently used leave first. A prompt touches its
/// blocks leaf first, so its root is the most recent and what is resident stays closed under prefixes.
/// </summary>
internal sealed class BlockLru(int capacity)
{
    private readonly Dictionary<ulong, LinkedListNode<ulong>> _blocks = [];
    private readonly LinkedList<ulong> _oldestFirst = [];

    public int Count => _blocks.Count;

    /// <summary>Length of the longest resident prefix.</summary>
    public int Match(ReadOnlySpan<ulong> prompt)
    {
        var length = 0;
        while (length < prompt.Length && _blocks.ContainsKey(prompt[length]))
        {
            length++;
        }

        return length;
    }

    /// <summary>Makes a prompt resident; of one larger than the cache only the head, since its leaves would leave first.</summary>
    /// <param name="prompt">Chained hashes, root first.</param>
    /// <param name="removed">Receives the blocks that had to leave.</param>
    /// <returns>How many blocks of the prompt are resident now.</returns>
    public int Touch(ReadOnlySpan<ulong> prompt, List<ulong> removed)
    {
        var kept = prompt[..Math.Min(prompt.Length, capacity)];
        for (var i = kept.Length - 1; i >= 0; i--)
        {
            ref var node = ref CollectionsMarshal.GetValueRefOrAddDefault(_blocks, kept[i], out var resident);
            if (resident)
            {
                _oldestFirst.Remove(node!);
                _oldestFirst.AddLast(node!);
            }
            else
            {
                node = _oldestFirst.AddLast(kept[i]);
            }
        }

        while (_blocks.Count > capacity)
        {
            var oldest = _oldestFirst.First!;
            _oldestFirst.Remove(oldest);
            _blocks.Remove(oldest.Value);
            removed.Add(oldest.Value);
        }

        return kept.Length;
    }
}
