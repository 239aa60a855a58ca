using CsCheck;
using PrefixConsole.Routing.KvEvents;
using static PrefixConsole.Routing.Tests.KvEvents.EventFixture;

namespace PrefixConsole.Routing.Tests.KvEvents;

/// <summary>
/// Random lives of caches against <see cref="NaiveCache"/>, for block sizes that are equal, divide each other, and do neither. With two tokens
/// alone many blocks are equal; where sizes do not divide each other, equal parts of different blocks would count, so there tokens hardly repeat.
/// </summary>
public sealed class KvEventApplierProperties
{
    private static readonly CacheTier[] s_tiers = [CacheTier.Gpu, CacheTier.Cpu, CacheTier.Disk];

    [Theory]
    [InlineData(4, 4, 2)]
    [InlineData(2, 4, 2)]
    [InlineData(1, 4, 2)]
    [InlineData(8, 4, 2)]
    [InlineData(6, 4, int.MaxValue)]
    [InlineData(3, 4, int.MaxValue)]
    public void RandomLife_GivesTheOverlapsOfTheNaiveModel(int engineBlock, int indexBlock, int vocabulary) => Gen.Int[0, 1_000_000].Sample(
        seed =>
        {
            var random = new Random(seed);
            var fixture = new EventFixture(indexBlock);
            var model = new NaiveCache(engineBlock);
            for (var step = 0; step < 120; step++)
            {
                Step(random, fixture, model, engineBlock, vocabulary);
                if (step % 10 == 0)
                {
                    Compare(fixture, model, indexBlock);
                }
            }

            Compare(fixture, model, indexBlock);
            Assert.Empty(fixture.Feed.View().Rejected);
            Assert.Equal(0, fixture.Feed.View().DroppedOrphans);
            Assert.Equal(fixture.Feed.View().HeldBlocks, fixture.Index.PairCount);
            fixture.Apply(Cleared());
            Assert.Equal(0, fixture.Index.PairCount);
        },
        iter: 60,
        threads: 1);

    /// <summary>Removals name blocks without stored children, as engines evict, or any block at all when sizes are equal.</summary>
    private static void Step(Random random, EventFixture fixture, NaiveCache model, int engineBlock, int vocabulary)
    {
        var stored = model.Hashes.Where(model.IsStored).ToArray();
        var tier = s_tiers[random.Next(s_tiers.Length)];
        switch (random.Next(10))
        {
            case < 5:
                StoreChain(random, fixture, model, stored, engineBlock, vocabulary, tier);
                break;
            case < 8 when stored.Length > 0:
                var victim = stored[random.Next(stored.Length)];
                foreach (var from in s_tiers.Where(t => model.IsStored(victim, t)))
                {
                    model.Remove(victim, from);
                    fixture.Apply(Removed([victim], from));
                }

                break;
            case 8 when stored.Length > 0:
                var moved = stored[random.Next(stored.Length)];
                model.Store(moved, null, [], tier);
                fixture.Apply(Stored([moved], null, [], 0, tier));
                break;
            case 9 when random.Next(20) == 0:
                model.Clear();
                fixture.Apply(Cleared());
                break;
        }
    }

    /// <summary>A prompt that goes on behind a stored block or starts anew; its hashes are made from its tokens, so equal blocks are stored again.</summary>
    private static void StoreChain(Random random, EventFixture fixture, NaiveCache model, ulong[] stored, int engineBlock, int vocabulary, CacheTier tier)
    {
        ulong? parent = stored.Length > 0 && random.Next(3) > 0 ? stored[random.Next(stored.Length)] : null;
        if (parent is { } start && !IsWholePath(model, start))
        {
            // an engine does not go on behind a hole; and what would end in the hole cannot be named
            return;
        }

        var count = random.Next(1, 6);
        var hashes = new ulong[count];
        var tokens = new int[count * engineBlock];
        var above = parent;
        for (var i = 0; i < count; i++)
        {
            var own = tokens.AsSpan(i * engineBlock, engineBlock);
            for (var t = 0; t < own.Length; t++)
            {
                own[t] = random.Next(vocabulary);
            }

            hashes[i] = NameOf(above, own);
            model.Store(hashes[i], above, own.ToArray(), tier);
            above = hashes[i];
        }

        fixture.Apply(Stored(hashes, parent, tokens, engineBlock, tier));
    }

    private static bool IsWholePath(NaiveCache model, ulong hash) => model.Overlap(hash, 1) == model.Prompt(hash).Length;

    private static ulong NameOf(ulong? parent, ReadOnlySpan<int> tokens)
    {
        var name = (parent ?? 17) * 0x9E3779B97F4A7C15;
        foreach (var token in tokens)
        {
            name = ((name ^ (ulong)(token + 1)) * 0xD6E8FEB86659FD93) + 11;
        }

        return name;
    }

    private static void Compare(EventFixture fixture, NaiveCache model, int indexBlock)
    {
        foreach (var hash in model.Hashes)
        {
            Assert.Equal(model.Overlap(hash, indexBlock), fixture.Blocks(model.Prompt(hash)));
        }
    }
}
