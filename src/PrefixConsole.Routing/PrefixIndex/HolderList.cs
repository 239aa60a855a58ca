namespace PrefixConsole.Routing.PrefixIndex;

/// <summary>The workers that hold a run. A short unordered array: it is read from end to end on every look-up.</summary>
internal sealed class HolderList
{
    private RunHolder[] _items = [];

    public int Count { get; private set; }

    public ref RunHolder this[int index] => ref _items[index];

    public ReadOnlySpan<RunHolder> AsSpan() => _items.AsSpan(0, Count);

    public int IndexOf(int slot)
    {
        for (var i = 0; i < Count; i++)
        {
            if (_items[i].Slot == slot)
            {
                return i;
            }
        }

        return -1;
    }

    public int DepthOf(int slot)
    {
        var index = IndexOf(slot);
        return index < 0 ? 0 : _items[index].Depth;
    }

    /// <summary>A worker's holder; all zero when it has none.</summary>
    public RunHolder Find(int slot)
    {
        var index = IndexOf(slot);
        return index < 0 ? default : _items[index];
    }

    public int MaxDepth()
    {
        var depth = 0;
        for (var i = 0; i < Count; i++)
        {
            depth = Math.Max(depth, _items[i].Depth);
        }

        return depth;
    }

    /// <summary>Grows by half: most runs have one holder, and a shared one gains holders one by one.</summary>
    public int Add(RunHolder holder)
    {
        if (Count == _items.Length)
        {
            Array.Resize(ref _items, Count + Math.Max(1, Count / 2));
        }

        _items[Count] = holder;
        return Count++;
    }

    /// <summary>The last holder takes the place of the one removed.</summary>
    public void RemoveAt(int index)
    {
        Count--;
        _items[index] = _items[Count];
    }
}
