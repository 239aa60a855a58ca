using System.Collections.Immutable;
using PrefixConsole.Simulation.Engine;

namespace PrefixConsole.Simulation.KvEvents;

/// <summary>Joins the events of a pass as engines do: consecutive blocks of one prompt become one event, so do removals in a row.</summary>
internal static class KvMessages
{
    public static List<KvMessage> From(IReadOnlyList<BlockEvent> events, int blockSize)
    {
        var messages = new List<KvMessage>();
        for (var i = 0; i < events.Count;)
        {
            var end = i + 1;
            while (end < events.Count && Continues(events[end - 1], events[end]))
            {
                end++;
            }

            messages.Add(Join(events, i, end, blockSize));
            i = end;
        }

        return messages;
    }

    private static bool Continues(in BlockEvent before, in BlockEvent next)
    {
        if (before.Cleared || next.Cleared || before.Stored != next.Stored)
        {
            return false;
        }

        return !next.Stored || (next.Parent == before.Hash && next.Adapter == before.Adapter && next.Salt == before.Salt);
    }

    private static KvMessage Join(IReadOnlyList<BlockEvent> events, int start, int end, int blockSize)
    {
        var first = events[start];
        if (first.Cleared)
        {
            return new ClearedMessage();
        }

        var hashes = ImmutableArray.CreateBuilder<ulong>(end - start);
        var tokens = ImmutableArray.CreateBuilder<int>();
        for (var i = start; i < end; i++)
        {
            hashes.Add(events[i].Hash);
            tokens.AddRange(events[i].Tokens);
        }

        return first.Stored
            ? new StoredMessage(hashes.MoveToImmutable(), first.Parent, tokens.ToImmutable(), blockSize, first.Adapter, first.Salt)
            : new RemovedMessage(hashes.MoveToImmutable());
    }
}
