using PrefixConsole.Simulation.Engine;

namespace PrefixConsole.Simulation.KvEvents;

/// <summary>Puts an engine's changes block by block together to the events that engines publish.</summary>
internal static class CacheEvents
{
    public static List<CacheEvent> From(IReadOnlyList<BlockEvent> changes)
    {
        var events = new List<CacheEvent>();
        for (var i = 0; i < changes.Count;)
        {
            var first = changes[i];
            var end = i + 1;
            while (end < changes.Count && Continues(changes[end - 1], changes[end]))
            {
                end++;
            }

            ulong[] hashes = [.. changes.Skip(i).Take(end - i).Select(change => change.Hash)];
            events.Add(first.Stored
                ? new CacheEvent(
                    CacheEvent.Stored, hashes, first.Parent, [.. changes.Skip(i).Take(end - i).SelectMany(change => change.Tokens)], first.Adapter, first.Salt)
                : new CacheEvent(CacheEvent.Removed, hashes));
            i = end;
        }

        return events;
    }

    private static bool Continues(in BlockEvent before, in BlockEvent next) =>
        before.Stored == next.Stored && (!next.Stored || next.Parent == before.Hash);
}
