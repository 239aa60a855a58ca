namespace PrefixConsole.Routing.PrefixIndex;

/// <summary>Numbers the <see cref="WideHolders"/> in use. Changed under the index's lock, read without.</summary>
internal sealed class WideHolderTable
{
    private readonly Stack<int> _free = new();
    private WideHolders?[] _items = new WideHolders?[16];
    private int _used;

    /// <summary>How many are in use. Any thread; it may lag behind a change.</summary>
    public int Count => _used - _free.Count;

    /// <summary>Numbers there is room for.</summary>
    public int Capacity => Volatile.Read(ref _items).Length;

    /// <summary>Null when the number is not, or no longer, that block's.</summary>
    public WideHolders? Find(int number, ulong key)
    {
        var items = Volatile.Read(ref _items);
        return (uint)number < (uint)items.Length && Volatile.Read(ref items[number]) is { } found && found.Key == key ? found : null;
    }

    public int Add(WideHolders holders)
    {
        if (!_free.TryPop(out var number))
        {
            number = _used++;
            if (number == _items.Length)
            {
                var grown = new WideHolders?[number * 2];
                _items.CopyTo(grown, 0);
                Volatile.Write(ref _items, grown);
            }
        }

        Volatile.Write(ref _items[number], holders);
        return number;
    }

    public void Remove(int number)
    {
        Volatile.Write(ref _items[number], null);
        _free.Push(number);
    }
}
