namespace PrefixConsole.Routing.KvEvents;

/// <summary>Stores that wait for their parent, oldest first, within a bound.</summary>
internal sealed class ParkedStores
{
    /// <summary>Most blocks that wait, per feed; the oldest stores leave first.</summary>
    public const int MaxBlocks = 4096;

    private readonly LinkedList<ParkedStore> _waiting = [];

    public long Blocks { get; private set; }

    /// <summary>Blocks that left without having found their parent.</summary>
    public long Dropped { get; private set; }

    public void Add(ParkedStore store)
    {
        _waiting.AddLast(store);
        Blocks += store.Hashes.Length;
        while (Blocks > MaxBlocks)
        {
            Dropped += _waiting.First!.Value.Hashes.Length;
            Take(_waiting.First);
        }
    }

    /// <summary>Counts blocks that are not parked at all.</summary>
    public void Drop(int blocks) => Dropped += blocks;

    /// <summary>Takes out a store that waits for this block; null when none does.</summary>
    public ParkedStore? TakeFor(int group, ulong parent)
    {
        for (var place = _waiting.First; place is not null; place = place.Next)
        {
            if (place.Value.Group == group && place.Value.Parent == parent)
            {
                Take(place);
                return place.Value;
            }
        }

        return null;
    }

    /// <summary>Notes the removal of a block that waits; false when none of that name does.</summary>
    public bool Remove(int group, ulong hash)
    {
        foreach (var store in _waiting)
        {
            if (store.Group == group && store.Hashes.Contains(hash) && !store.Removed.Contains(hash))
            {
                store.Removed.Add(hash);
                return true;
            }
        }

        return false;
    }

    public void Clear()
    {
        Dropped += Blocks;
        _waiting.Clear();
        Blocks = 0;
    }

    private void Take(LinkedListNode<ParkedStore> place)
    {
        Blocks -= place.Value.Hashes.Length;
        _waiting.Remove(place);
    }
}
