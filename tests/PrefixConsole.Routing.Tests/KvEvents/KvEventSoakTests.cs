using PrefixConsole.Routing.KvEvents;
using PrefixConsole.Routing.Prefixes;
using PrefixConsole.Testing.Scheduling;
using static PrefixConsole.Routing.Tests.KvEvents.EventFixture;

namespace PrefixConsole.Routing.Tests.KvEvents;

/// <summary>Feeds that are written, read, resynced and quarantined at once, with a check of the whole at the end.</summary>
public sealed class KvEventSoakTests
{
    private const int Feeds = 4;
    private const int Rounds = 3000;

    [Fact]
    public async Task FeedsInUseFromAllSides_EndAsTheirLastEventsSay()
    {
        var fixture = new EventFixture();
        var feeds = Enumerable.Range(0, Feeds)
            .Select(i => fixture.Caches.Open(i == 0 ? fixture.Worker : fixture.Registry.AddReady($"other-{i}"), 0)!)
            .ToArray();
        var stop = 0;
        var token = TestContext.Current.CancellationToken;
        var readers = Enumerable.Range(0, 2).Select(i => Task.Run(() => Read(fixture, i, ref stop), token)).ToArray();
        var operatorTask = Task.Run(() => Meddle(fixture, ref stop), token);
        try
        {
            await Task.WhenAll(feeds.Select((feed, i) => Task.Run(() => Write(feed, i), token)));
        }
        finally
        {
            Volatile.Write(ref stop, 1);
            await Task.WhenAll([.. readers, operatorTask]);
        }

        // whatever happened before, this is what counts
        foreach (var feed in feeds)
        {
            feed.Quarantine(false);
            feed.Receive(null, 0);
            Cleared()(feed);
            Stored([1, 2, 3], null, Tokens(12), 4)(feed);
            feed.EndBatch();
        }

        fixture.Index.CheckIntegrity();
        Assert.Equal(3 * Feeds, fixture.Index.PairCount);
        Assert.All(feeds, feed => Assert.Equal(3, feed.View().HeldBlocks));
        Assert.Equal(3, fixture.Blocks(Tokens(12)));
    }

    private static void Write(KvEventFeed feed, int seed)
    {
        var random = new Random(seed);
        var known = new List<ulong>();
        for (var round = 0; round < Rounds; round++)
        {
            feed.Receive((ulong)round, (ulong)round);
            var parent = known.Count > 0 && random.Next(2) == 0 ? known[random.Next(known.Count)] : (ulong?)null;
            ulong[] hashes = [(ulong)random.NextInt64(), (ulong)random.NextInt64()];
            Stored(hashes, parent, [.. Enumerable.Range(0, 8).Select(_ => random.Next(3))], 4, (CacheTier)random.Next(3))(feed);
            known.AddRange(hashes);
            if (known.Count > 200)
            {
                var gone = known.GetRange(0, 100);
                known.RemoveRange(0, 100);
                foreach (var tier in new[] { CacheTier.Gpu, CacheTier.Cpu, CacheTier.Disk })
                {
                    Removed([.. gone], tier)(feed);
                }
            }

            feed.EndBatch();
        }
    }

    private static void Read(EventFixture fixture, int seed, ref int stop)
    {
        var random = new Random(100 + seed);
        var slots = new int[fixture.Caches.Slots];
        while (Volatile.Read(ref stop) == 0)
        {
            int[] tokens = [.. Enumerable.Range(0, 16).Select(_ => random.Next(3))];
            var blocks = PrefixHasher.HashTokens(tokens, ReportedNamespace.Of("", ""), 4, []).Hashes;
            fixture.Caches.FindOverlap(blocks, slots);
            foreach (var worker in fixture.Registry.Workers)
            {
                Assert.InRange(fixture.Caches.Resolve(worker.Slot, blocks, slots).Blocks, 0, 4);
            }
        }
    }

    private static void Meddle(EventFixture fixture, ref int stop)
    {
        var random = new Random(7);
        while (Volatile.Read(ref stop) == 0)
        {
            var feed = fixture.Caches.Feeds[random.Next(Feeds)];
            switch (random.Next(4))
            {
                case 0:
                    feed.Resync("soak");
                    break;
                case 1:
                    feed.Quarantine(random.Next(2) == 0);
                    break;
                case 2:
                    feed.OnAnswer(4, 4, random.Next(2) * 16, 4);
                    break;
                default:
                    Assert.True(feed.View().HeldBlocks >= 0);
                    break;
            }

            Thread.Yield();
        }
    }
}
