using CsCheck;
using PrefixConsole.Routing.KvEvents;
using static PrefixConsole.Routing.Tests.KvEvents.EventFixture;

namespace PrefixConsole.Routing.Tests.KvEvents;

/// <summary>
/// Random lives of caches whose blocks have several names each, in several tiers and with parents that come after their children, against
/// counts per prefix and tier. Blocks are of the index's size, one token value makes up a block.
/// </summary>
public sealed class KvEventNameProperties
{
    private const int BlockTokens = 4;
    private static readonly CacheTier[] s_tiers = [CacheTier.Gpu, CacheTier.Gpu, CacheTier.Cpu, CacheTier.Disk];

    [Fact]
    public void RandomLife_CountsEveryNameInEveryTier() => Gen.Int[0, 1_000_000].Sample(
        seed =>
        {
            var life = new Life(new Random(seed));
            for (var step = 0; step < 150; step++)
            {
                life.Step();
                if (step % 10 == 0)
                {
                    life.Compare();
                }
            }

            life.Compare();
            life.RemoveAll();
            life.Compare();
            Assert.Equal(0, life.Fixture.Index.PairCount);
        },
        iter: 200,
        threads: 1);

    private sealed class Life(Random random)
    {
        // stores of a name in a tier; a name is a prefix (values of its blocks) and a number
        private readonly Dictionary<(string Prefix, int Alias, CacheTier Tier), int> _stores = [];

        public EventFixture Fixture { get; } = new(BlockTokens);

        public void Step()
        {
            var tier = s_tiers[random.Next(s_tiers.Length)];
            switch (random.Next(3))
            {
                case 0:
                    Remove();
                    break;
                case 1:
                    StoreLateParent(tier);
                    break;
                default:
                    var (prefix, alias) = Draw();
                    Fixture.Apply(StoreOf(prefix, 1, prefix.Length, alias, tier));
                    Note(prefix, 1, prefix.Length, alias, tier);
                    break;
            }
        }

        public void RemoveAll()
        {
            foreach (var ((prefix, alias, tier), count) in _stores)
            {
                for (var i = 0; i < count; i++)
                {
                    Fixture.Apply(Removed([NameOf(prefix, alias)], tier));
                }
            }

            _stores.Clear();
        }

        public void Compare()
        {
            var held = _stores.Where(s => s.Value > 0).GroupBy(s => s.Key.Prefix).ToDictionary(g => g.Key, g => g.Min(s => s.Key.Tier));
            Assert.Equal(held.Count, Fixture.Feed.View().HeldBlocks);
            Assert.Equal(held.Count(h => h.Value != CacheTier.Gpu), Fixture.Feed.View().LowerTierBlocks);
            Assert.Equal(0, Fixture.Feed.View().DroppedOrphans);
            foreach (var prompt in _stores.Keys.Select(k => k.Prefix).Distinct())
            {
                var leading = Enumerable.Range(1, prompt.Length).Select(n => prompt[..n]).TakeWhile(held.ContainsKey).ToArray();
                var tiers = Fixture.Overlap(TokensOf(prompt, 0)).Tiers;
                Assert.Equal(leading.Count(p => held[p] == CacheTier.Gpu), tiers.Gpu);
                Assert.Equal(leading.Count(p => held[p] == CacheTier.Cpu), tiers.Cpu);
                Assert.Equal(leading.Count(p => held[p] == CacheTier.Disk), tiers.Disk);
            }
        }

        /// <summary>One or several names at once, as an engine drops several blocks in one event.</summary>
        private void Remove()
        {
            var tier = s_tiers[random.Next(s_tiers.Length)];
            var victims = _stores.Where(s => s.Value > 0 && s.Key.Tier == tier).OrderBy(_ => random.Next()).Take(random.Next(1, 4)).ToArray();
            foreach (var (name, _) in victims)
            {
                _stores[name]--;
            }

            Fixture.Apply(Removed([.. victims.Select(v => NameOf(v.Key.Prefix, v.Key.Alias))], tier));
        }

        /// <summary>Ends of a prompt, under several names, come first and, perhaps, lose a block before its beginning comes.</summary>
        private void StoreLateParent(CacheTier tier)
        {
            var (prefix, alias) = Draw();
            var cut = random.Next(1, prefix.Length);
            if (prefix.Length == 1 || _stores.Keys.Any(k => k.Alias == alias && k.Prefix == prefix[..cut]))
            {
                return;
            }

            foreach (var end in Enumerable.Range(0, 4).OrderBy(_ => random.Next()).Take(random.Next(1, 4)))
            {
                var endTier = s_tiers[random.Next(s_tiers.Length)];
                Fixture.Apply(StoreOf(prefix, cut + 1, prefix.Length, end, endTier, alias));
                Note(prefix, cut + 1, prefix.Length, end, endTier);
                var lost = (prefix[..random.Next(cut + 1, prefix.Length + 1)], end, endTier);
                if (random.Next(2) == 0 && _stores[lost] == 1)
                {
                    _stores[lost]--;
                    Fixture.Apply(Removed([NameOf(lost.Item1, end)], endTier));
                }
            }

            Fixture.Apply(StoreOf(prefix, 1, cut, alias, tier));
            Note(prefix, 1, cut, alias, tier);
        }

        private (string Prefix, int Alias) Draw() =>
            (string.Concat(Enumerable.Range(0, random.Next(1, 6)).Select(_ => random.Next(2) == 0 ? 'a' : 'b')), random.Next(3));

        private void Note(string prefix, int from, int to, int alias, CacheTier tier)
        {
            for (var n = from; n <= to; n++)
            {
                var name = (prefix[..n], alias, tier);
                _stores[name] = _stores.GetValueOrDefault(name) + 1;
            }
        }

        private static Action<KvEventFeed> StoreOf(string prefix, int from, int to, int alias, CacheTier tier, int? parent = null) => Stored(
            [.. Enumerable.Range(from, to - from + 1).Select(n => NameOf(prefix[..n], alias))],
            from == 1 ? null : NameOf(prefix[..(from - 1)], parent ?? alias),
            TokensOf(prefix[..to], from - 1),
            BlockTokens,
            tier);

        private static int[] TokensOf(string prefix, int skipped) =>
            [.. prefix.Skip(skipped).SelectMany(value => Enumerable.Repeat((int)value, BlockTokens))];

        private static ulong NameOf(string prefix, int alias) =>
            prefix.Aggregate((ulong)alias + 1, (name, value) => (name * 3) + (value == 'a' ? 1UL : 2UL)) + ((ulong)prefix.Length << 32) + ((ulong)alias << 40);
    }
}
