namespace PrefixConsole.Routing.PrefixIndex;

// Self-check for tests: recounts by walking what production code only counts.
public sealed partial class ReportedPrefixIndex
{
    /// <summary>Recounts everything; throws where a counter or an entry is wrong.</summary>
    internal void CheckIntegrity()
    {
        lock (_writing)
        {
            var blocks = new long[_blocksBySlot.Length];
            foreach (var part in _parts)
            {
                CheckPart(part, blocks);
            }

            Integrity.Require(blocks.AsSpan().SequenceEqual(_blocksBySlot), "blocks per worker");
            Integrity.Require(blocks.Sum() == _pairs, "pairs");
        }
    }

    private void CheckPart(BlockTable part, long[] blocks)
    {
        var live = 0;
        var used = 0;
        foreach (ref readonly var entry in part.Entries)
        {
            used += entry.Key != 0 ? 1 : 0;
            if (entry.Holders == 0)
            {
                continue;
            }

            live++;
            Integrity.Require(part.Find(entry.Key) == entry.Holders, $"block {entry.Key} is not found where it stands");
            if (HolderSet.IsWide(entry.Holders))
            {
                var wide = _wide.Find(HolderSet.WideNumber(entry.Holders), entry.Key);
                Integrity.Require(wide is not null && wide.Count > HolderSet.ListSize, $"wide holders of block {entry.Key}");
            }

            for (var slot = 0; slot < blocks.Length; slot++)
            {
                blocks[slot] += Contains(entry.Key, slot) ? 1 : 0;
            }
        }

        Integrity.Require(live == part.LiveCount && used == part.UsedCount, "live and used places");
        Integrity.Require(used < part.Entries.Length, "no end of a probe");
    }
}
