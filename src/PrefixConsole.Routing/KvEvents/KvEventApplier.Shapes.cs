using System.Runtime.InteropServices;
using PrefixConsole.Routing.Prefixes;

namespace PrefixConsole.Routing.KvEvents;

// How blocks of the engine make up blocks of the index, and which of those are held.
internal sealed partial class KvEventApplier
{
    private static ChainPlace PlaceBehind(ulong hash, in EngineBlock block, bool opaque) => new(
        block.Chain, hash, block.Shape?.TailLength ?? 0, opaque || ReferenceEquals(block.Shape, EngineBlockShape.Opaque));

    /// <summary>Stores a block whose bounds are not those of an index block, or that tokens do not name.</summary>
    private ChainPlace StoreShaped(Dictionary<ulong, EngineBlock> blocks, ulong hash, ChainPlace place, ReadOnlySpan<int> tokens, CacheTier tier)
    {
        if (!blocks.ContainsKey(hash))
        {
            blocks.Add(hash, place.IsOpaque ? new EngineBlock { Shape = EngineBlockShape.Opaque } : Shape(blocks, hash, place, tokens));
        }

        ref var block = ref CollectionsMarshal.GetValueRefOrNullRef(blocks, hash);
        Keep(blocks, ref block, tier);
        return PlaceBehind(hash, block, place.IsOpaque);
    }

    /// <summary>As <see cref="StoreShaped"/>, of a parked block: its bounds are known to be those of index blocks, behind what may have a tail.</summary>
    private ChainPlace StoreHashed(Dictionary<ulong, EngineBlock> blocks, ulong hash, ChainPlace place, ReadOnlySpan<ulong> locals, CacheTier tier)
    {
        if (place.IsOpaque || place.TailLength > 0)
        {
            return StoreShaped(blocks, hash, place with { IsOpaque = true }, [], tier);
        }

        if (locals.Length == 1)
        {
            return StorePlain(blocks, hash, place, locals[0], tier);
        }

        if (!blocks.ContainsKey(hash))
        {
            var keys = new ulong[locals.Length];
            var chain = place.Chain;
            for (var i = 0; i < keys.Length; i++)
            {
                chain = keys[i] = PrefixHasher.Mix(chain, locals[i]);
            }

            blocks.Add(hash, new EngineBlock { Chain = chain, Shape = new EngineBlockShape { Keys = keys, Tail = [] } });
        }

        ref var block = ref CollectionsMarshal.GetValueRefOrNullRef(blocks, hash);
        Keep(blocks, ref block, tier);
        return PlaceBehind(hash, block, opaque: false);
    }

    private EngineBlock Shape(Dictionary<ulong, EngineBlock> blocks, ulong hash, ChainPlace place, ReadOnlySpan<int> tokens)
    {
        if (GatherTail(blocks, place, tokens.Length) is not { } needs)
        {
            return new EngineBlock { Shape = EngineBlockShape.Opaque };
        }

        Grow(place.TailLength + tokens.Length);
        tokens.CopyTo(_tokens.AsSpan(place.TailLength));
        var all = _tokens.AsSpan(0, place.TailLength + tokens.Length);
        var keys = new ulong[all.Length / blockTokens];
        var chain = place.Chain;
        for (var i = 0; i < keys.Length; i++)
        {
            chain = keys[i] = PrefixHasher.Mix(chain, BlockHash.Of(MemoryMarshal.AsBytes(all.Slice(i * blockTokens, blockTokens))));
        }

        var tailLength = all.Length % blockTokens;
        var shape = new EngineBlockShape
        {
            Keys = keys,
            Tail = all[^Math.Min(tailLength, tokens.Length)..].ToArray(),
            TailLength = tailLength,
            Parent = place.Parent,
            Needs = keys.Length == 0 ? [] : needs,
        };
        foreach (var need in shape.Needs)
        {
            blocks[need].Shape!.NeededBy.Add(hash);
        }

        return new EngineBlock { Chain = chain, Shape = shape };
    }

    /// <summary>
    /// Puts the tokens of the unfinished index block in front of the buffer; returns the blocks they belong to, nearest first, or null when
    /// one of them is gone.
    /// </summary>
    private ulong[]? GatherTail(Dictionary<ulong, EngineBlock> blocks, ChainPlace place, int room)
    {
        Grow(place.TailLength + room);
        var needs = new List<ulong>();
        var at = place.Parent;
        for (var left = place.TailLength; left > 0;)
        {
            if (!blocks.TryGetValue(at, out var block) || block.Shape is not { Tail.Length: > 0 } shape)
            {
                return null;
            }

            left -= shape.Tail.Length;
            shape.Tail.CopyTo(_tokens.AsSpan(left));
            needs.Add(at);
            at = shape.Parent;
        }

        return [.. needs];
    }

    /// <summary>One more store of a block.</summary>
    private void Keep(Dictionary<ulong, EngineBlock> blocks, ref EngineBlock block, CacheTier tier)
    {
        var wasStored = !block.Stored.IsEmpty;
        if (!block.Stored.Add(tier))
        {
            return;
        }

        if (block.Shape is not { } shape)
        {
            Hold(block.Chain, tier);
            return;
        }

        for (var i = FirstHeld(shape); i < shape.Keys.Length; i++)
        {
            Hold(shape.Keys[i], tier);
        }

        if (!wasStored)
        {
            Recheck(blocks, ref block);
            foreach (var next in shape.NeededBy)
            {
                Recheck(blocks, ref CollectionsMarshal.GetValueRefOrNullRef(blocks, next));
            }
        }
    }

    /// <summary>One store less of a block that has one in that tier.</summary>
    private void Release(Dictionary<ulong, EngineBlock> blocks, ulong hash, ref EngineBlock block, CacheTier tier)
    {
        if (!block.Stored.Remove(tier))
        {
            return;
        }

        if (block.Shape is not { } shape)
        {
            Drop(block.Chain, tier);
            if (block.Stored.IsEmpty)
            {
                blocks.Remove(hash);
            }

            return;
        }

        for (var i = FirstHeld(shape); i < shape.Keys.Length; i++)
        {
            Drop(shape.Keys[i], tier);
        }

        if (block.Stored.IsEmpty)
        {
            Recheck(blocks, ref block);
            foreach (var next in shape.NeededBy)
            {
                Recheck(blocks, ref CollectionsMarshal.GetValueRefOrNullRef(blocks, next));
            }

            Forget(blocks, hash, shape);
        }
    }

    /// <summary>Position of the first key that stands and falls with its block alone or is whole; the first one may need blocks before it.</summary>
    private static int FirstHeld(EngineBlockShape shape) => shape.Needs.Length == 0 || shape.IsFirstWhole ? 0 : 1;

    /// <summary>Holds or drops a block's first key when what it needs came or went.</summary>
    private void Recheck(Dictionary<ulong, EngineBlock> blocks, ref EngineBlock block)
    {
        var shape = block.Shape!;
        if (shape.Needs.Length == 0)
        {
            return;
        }

        var whole = !block.Stored.IsEmpty;
        foreach (var need in shape.Needs)
        {
            whole = whole && !blocks[need].Stored.IsEmpty;
        }

        if (whole == shape.IsFirstWhole)
        {
            return;
        }

        shape.IsFirstWhole = whole;
        for (var tier = CacheTier.Gpu; tier <= CacheTier.Unknown; tier++)
        {
            if (!block.Stored.Has(tier))
            {
                continue;
            }

            if (whole)
            {
                Hold(shape.Keys[0], tier);
            }
            else
            {
                Drop(shape.Keys[0], tier);
            }
        }
    }

    /// <summary>Forgets a block without stores, unless one behind it needs its place; and those before it that were kept for it alone.</summary>
    private static void Forget(Dictionary<ulong, EngineBlock> blocks, ulong hash, EngineBlockShape shape)
    {
        if (shape.NeededBy.Count > 0)
        {
            return;
        }

        blocks.Remove(hash);
        foreach (var need in shape.Needs)
        {
            var before = blocks[need];
            before.Shape!.NeededBy.Remove(hash);
            if (before.Stored.IsEmpty)
            {
                Forget(blocks, need, before.Shape);
            }
        }
    }

    private void Grow(int tokens)
    {
        if (_tokens.Length < tokens)
        {
            Array.Resize(ref _tokens, Math.Max(tokens, 2 * _tokens.Length));
        }
    }
}
