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
            var live = 0;
            for (var number = 0; number < _store.Count; number++)
            {
                var (key, holders) = (_store.KeyOf(number), _store.HoldersOf(number));
                Integrity.Require(_store.Find(key, BlockStore.None) == number, $"block {key} is not found where it stands");
                live += holders == 0 ? 0 : 1;
                if (HolderSet.IsWide(holders))
                {
                    var wide = _wide.Find(HolderSet.WideNumber(holders), key);
                    Integrity.Require(wide is not null && wide.Count > HolderSet.ListSize, $"wide holders of block {key}");
                }

                for (var slot = 0; slot < blocks.Length; slot++)
                {
                    blocks[slot] += Contains(holders, key, slot) ? 1 : 0;
                }
            }

            Integrity.Require(live == _store.LiveCount, "blocks with a holder");
            Integrity.Require(blocks.AsSpan().SequenceEqual(_blocksBySlot), "blocks per worker");
            Integrity.Require(blocks.Sum() == _pairs, "pairs");
        }
    }
}
