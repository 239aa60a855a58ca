namespace PrefixConsole.Routing.PrefixIndex;

/// <summary>A set of slots: one word for the first 64 workers, an array only where a fleet is larger.</summary>
internal struct WorkerSet
{
    private const int WordBits = 64;

    private ulong _first;
    private ulong[]? _more;

    public readonly bool IsEmpty => _first == 0 && (_more is null || !_more.AsSpan().ContainsAnyExcept(0UL));

    public readonly ulong Word(int index) =>
        index == 0 ? _first : _more is not null && index <= _more.Length ? _more[index - 1] : 0;

    public readonly bool Contains(int slot) => slot >= 0 && (Word(slot / WordBits) & Bit(slot)) != 0;

    /// <returns>False when the slot was in the set already.</returns>
    public bool Add(int slot)
    {
        if (Contains(slot))
        {
            return false;
        }

        var word = slot / WordBits;
        if (word == 0)
        {
            _first |= Bit(slot);
            return true;
        }

        if (_more is null || _more.Length < word)
        {
            Array.Resize(ref _more, word);
        }

        _more[word - 1] |= Bit(slot);
        return true;
    }

    /// <returns>False when the slot was not in the set.</returns>
    public bool Remove(int slot)
    {
        if (!Contains(slot))
        {
            return false;
        }

        if (slot < WordBits)
        {
            _first &= ~Bit(slot);
        }
        else
        {
            _more![(slot / WordBits) - 1] &= ~Bit(slot);
        }

        return true;
    }

    private static ulong Bit(int slot) => 1UL << (slot % WordBits);
}
