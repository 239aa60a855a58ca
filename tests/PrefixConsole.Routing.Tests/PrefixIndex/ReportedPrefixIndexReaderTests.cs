using PrefixConsole.Routing.PrefixIndex;
using PrefixConsole.Testing.Prefixes;

namespace PrefixConsole.Routing.Tests.PrefixIndex;

/// <summary>What look-ups may see while events are applied: of each worker either all of an event or nothing.</summary>
public sealed class ReportedPrefixIndexReaderTests
{
    private const int Rounds = 30_000;

    /// <summary>Holders written as bitmap, list and wide, and a neighbour that makes them change form again and again.</summary>
    [Theory]
    [InlineData(new[] { 1, 2, 3 }, 100)]
    [InlineData(new[] { 1, 70, 80 }, 90)]
    [InlineData(new[] { 70, 71, 72 }, 73)]
    [InlineData(new[] { 5, 62, 63, 64, 200 }, 300)]
    public async Task FindOverlap_WhileANeighbourComesAndGoes_SeesWhoStaysWhole(int[] stay, int neighbour)
    {
        var index = new ReportedPrefixIndex();
        var chain = TestPrompts.Chain(1, 2, 3, 4, 5, 6, 7, 8);
        foreach (var slot in stay)
        {
            index.Store(slot, null, chain);
        }

        await WhileWriting(
            round =>
            {
                index.Store(neighbour, null, chain);
                index.Remove(neighbour, chain.AsSpan(round % 8));
            },
            () =>
            {
                var overlaps = index.Overlaps(chain, 301);
                Assert.All(stay, slot => Assert.Equal(8, overlaps[slot]));
                Assert.InRange(overlaps[neighbour], 0, 8);
            });

        index.CheckIntegrity();
    }

    /// <summary>Other blocks make the table dense, leave dead places and rebuild it while the watched chain comes and goes.</summary>
    [Fact]
    public async Task FindOverlap_WhileTheTableIsRebuilt_SeesEventsWhole()
    {
        var index = new ReportedPrefixIndex();
        var chain = TestPrompts.Chain(1, 2, 3, 4, 5, 6, 7, 8);
        var noise = new Random(1);
        var others = new Queue<ulong>();
        index.Store(7, null, chain);

        await WhileWriting(
            round =>
            {
                others.Enqueue((ulong)noise.NextInt64());
                index.Store(2, null, [others.Last()]);
                if (others.Count > round / 2)
                {
                    index.Remove(2, [others.Dequeue()]);
                }

                if (round % 2 == 0)
                {
                    index.Store(1, null, chain);
                }
                else
                {
                    index.Remove(1, chain);
                }
            },
            () =>
            {
                var overlaps = index.Overlaps(chain, 8);
                Assert.Equal(8, overlaps[7]);
                Assert.True(overlaps[1] is 0 or 8);
            },
            rounds: 4_000);

        index.CheckIntegrity();
    }

    [Fact]
    public async Task FindOverlap_WhileAWorkerIsCleared_SeesAllOrNothing()
    {
        var index = new ReportedPrefixIndex();
        var chain = TestPrompts.Chain(1, 2, 3, 4, 5, 6, 7, 8);
        index.Store(3, null, chain);

        await WhileWriting(
            _ =>
            {
                index.Store(4, null, chain);
                index.Clear(4);
            },
            () =>
            {
                var overlaps = index.Overlaps(chain, 8);
                Assert.Equal(8, overlaps[3]);
                Assert.True(overlaps[4] is 0 or 8);
            },
            rounds: 3_000);

        index.CheckIntegrity();
    }

    /// <summary>The reader goes on until the writer has done all its rounds, and at least once.</summary>
    private static async Task WhileWriting(Action<int> write, Action read, int rounds = Rounds)
    {
        var token = TestContext.Current.CancellationToken;
        var writer = Task.Run(
            () =>
            {
                for (var round = 0; round < rounds && !token.IsCancellationRequested; round++)
                {
                    write(round);
                }
            },
            token);
        await Task.Run(
            () =>
            {
                do
                {
                    read();
                }
                while (!writer.IsCompleted);
            },
            token);
        await writer;
    }
}
