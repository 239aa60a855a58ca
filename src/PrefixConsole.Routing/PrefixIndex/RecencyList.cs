namespace PrefixConsole.Routing.PrefixIndex;

/// <summary>
/// One worker's runs from most to least recently used: a doubly linked list in an array, so that an entry costs 24 bytes and no object.
/// A prompt's runs are moved to the front deepest first, hence a run is always ahead of the runs below it and the tail is always a leaf.
/// </summary>
internal sealed class RecencyList
{
    private const int None = -1;

    private Entry[] _entries = [];
    private int _head = None;
    private int _free = None;
    private int _used;

    public int Count { get; private set; }

    /// <summary>Entry numbers are below this: the size of an array indexed by them.</summary>
    public int Capacity => _used;

    /// <summary>Least recently used entry; -1 when empty.</summary>
    public int Tail { get; private set; } = None;

    public PrefixRun this[int entry]
    {
        get => _entries[entry].Run!;
        set => _entries[entry].Run = value;
    }

    /// <summary>Number of the insertion that used the run last.</summary>
    public long TouchOf(int entry) => _entries[entry].Touch;

    /// <summary>Next more recently used entry; -1 at the front.</summary>
    public int Newer(int entry) => _entries[entry].Newer;

    public int AddFront(PrefixRun run, long touch)
    {
        var entry = Take(run, touch);
        LinkBefore(entry, _head);
        return entry;
    }

    /// <summary>Adds an entry just ahead of another, with the same time of use.</summary>
    public int AddAhead(PrefixRun run, int of)
    {
        var entry = Take(run, _entries[of].Touch);
        LinkBefore(entry, of);
        return entry;
    }

    public void MoveToFront(int entry, long touch)
    {
        _entries[entry].Touch = touch;
        if (_head != entry)
        {
            Unlink(entry);
            LinkBefore(entry, _head);
        }
    }

    public void Remove(int entry)
    {
        Unlink(entry);
        _entries[entry] = new Entry { Older = _free };
        _free = entry;
        Count--;
    }

    /// <summary>Empties the list and gives its memory back.</summary>
    public void Clear()
    {
        _entries = [];
        _head = Tail = _free = None;
        _used = Count = 0;
    }

    private int Take(PrefixRun run, long touch)
    {
        var entry = _free;
        if (entry != None)
        {
            _free = _entries[entry].Older;
        }
        else
        {
            if (_used == _entries.Length)
            {
                Array.Resize(ref _entries, Math.Max(4, _used * 2));
            }

            entry = _used++;
        }

        _entries[entry] = new Entry { Run = run, Touch = touch };
        Count++;
        return entry;
    }

    private void LinkBefore(int entry, int older)
    {
        var newer = older == None ? None : _entries[older].Newer;
        _entries[entry].Older = older;
        _entries[entry].Newer = newer;
        if (newer == None)
        {
            _head = entry;
        }
        else
        {
            _entries[newer].Older = entry;
        }

        if (older == None)
        {
            Tail = entry;
        }
        else
        {
            _entries[older].Newer = entry;
        }
    }

    private void Unlink(int entry)
    {
        var (newer, older) = (_entries[entry].Newer, _entries[entry].Older);
        if (newer == None)
        {
            _head = older;
        }
        else
        {
            _entries[newer].Older = older;
        }

        if (older == None)
        {
            Tail = newer;
        }
        else
        {
            _entries[older].Newer = newer;
        }
    }

    private struct Entry
    {
        public PrefixRun? Run;
        public long Touch;
        public int Newer;
        public int Older;
    }
}
