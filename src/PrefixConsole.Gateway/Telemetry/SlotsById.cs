using System.Numerics;

namespace PrefixConsole.Gateway.Telemetry;

/// <summary>Which slots of a ring may hold an id: chains of slot numbers by the id's hash. Not safe for concurrent use.</summary>
/// <remarks>
/// Numbers instead of a dictionary's nodes: one object less per decision for the collector to copy, and no references from an old
/// table to new objects, which each collection would have to look through.
/// </remarks>
internal sealed class SlotsById
{
    private const int End = -1;

    private readonly int[] _heads;
    private readonly int[] _next;

    public SlotsById(int slots)
    {
        _heads = new int[BitOperations.RoundUpToPowerOf2((uint)slots)];
        _next = new int[slots];
        Array.Fill(_heads, End);
    }

    /// <summary>Newest slot of the id's chain; −1: none. Other ids may share the chain.</summary>
    public int First(string id) => HeadOf(id);

    /// <summary>The slot after <paramref name="slot"/> in its chain; −1: none.</summary>
    public int Next(int slot) => _next[slot];

    public void Add(string id, int slot)
    {
        ref var head = ref HeadOf(id);
        _next[slot] = head;
        head = slot;
    }

    /// <param name="id">The id <paramref name="slot"/> was added with.</param>
    /// <param name="slot">A slot that was added and not removed since.</param>
    public void Remove(string id, int slot)
    {
        ref var link = ref HeadOf(id);
        while (link != slot)
        {
            link = ref _next[link];
        }

        link = _next[slot];
    }

    // The runtime's hash of a string is seeded per process: a client cannot choose ids that share a chain.
    private ref int HeadOf(string id) => ref _heads[id.GetHashCode(StringComparison.Ordinal) & (_heads.Length - 1)];
}
