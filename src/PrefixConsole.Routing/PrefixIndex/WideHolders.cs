namespace PrefixConsole.Routing.PrefixIndex;

/// <summary>The workers of one block as a bitmap of any width: for blocks that much of a large fleet holds. Never given to another block.</summary>
internal sealed class WideHolders(ulong key)
{
    private ulong[] _words = [];

    /// <summary>The block it belongs to: lets a reader see that a number it followed has been given away meanwhile.</summary>
    public ulong Key => key;

    public int Count { get; private set; }

    /// <summary>May be read while a writer works: every bit is what it was or what it becomes.</summary>
    public ReadOnlySpan<ulong> Words => Volatile.Read(ref _words);

    public bool Contains(int slot)
    {
        var words = Words;
        return slot >> 6 < words.Length && (words[slot >> 6] & (1UL << slot)) != 0;
    }

    public bool Add(int slot)
    {
        if (Contains(slot))
        {
            return false;
        }

        var words = _words;
        if (slot >> 6 >= words.Length)
        {
            Array.Resize(ref words, (slot >> 6) + 1);
        }

        Volatile.Write(ref words[slot >> 6], words[slot >> 6] | (1UL << slot));
        Volatile.Write(ref _words, words);
        Count++;
        return true;
    }

    public bool Remove(int slot)
    {
        if (!Contains(slot))
        {
            return false;
        }

        Volatile.Write(ref _words[slot >> 6], _words[slot >> 6] & ~(1UL << slot));
        Count--;
        return true;
    }

    /// <summary>Copies the slots, of which there are no more than fit; returns how many there are.</summary>
    public int CopySlots(Span<int> slots)
    {
        var count = 0;
        for (var word = 0; word < _words.Length; word++)
        {
            for (var bits = _words[word]; bits != 0; bits &= bits - 1)
            {
                slots[count++] = (word << 6) + System.Numerics.BitOperations.TrailingZeroCount(bits);
            }
        }

        return count;
    }
}
