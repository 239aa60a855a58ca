using System.Collections.Immutable;
using PrefixConsole.Routing.Prefixes;
using PrefixConsole.Routing.PrefixIndex;
using PrefixConsole.Testing.Prefixes;

namespace PrefixConsole.Routing.Tests.PrefixIndex;

/// <summary>Soaks, bounded by a number of operations: readers never see half of a change, and everything adds up afterwards.</summary>
public sealed class ConcurrentUseTests
{
    private const int Operations = 8_000;
    private const int WatchedSlot = 6;

    [Fact]
    public async Task ApproximateTree_UnderConcurrentChange_StaysConsistent()
    {
        var tree = new ApproximatePrefixTree(TimeProvider.System, 100_000);
        var watched = TestPrompts.Blocks([.. Enumerable.Repeat(1, 9), 2]);

        await RunAsync(
            seed => Churn(tree, seed),
            _ =>
            {
                tree.Insert(WatchedSlot, watched, "");
                tree.Purge(WatchedSlot);
            },
            random => Assert.True(tree.Overlaps(watched, 8)[WatchedSlot] is 0 or 10 && Display(tree, random)));

        tree.CheckIntegrity();
        Assert.True(tree.TotalBlocks > 0);
    }

    /// <summary>Many siblings, so that every read gives way dozens of times while runs come, go, part and join.</summary>
    [Fact]
    public async Task ApproximateTree_WideReadsUnderConcurrentChange_AreWellFormed()
    {
        var tree = new ApproximatePrefixTree(TimeProvider.System, 6_000);
        var start = new Random(1);
        for (var i = 0; i < Operations; i++)
        {
            tree.Insert(start.Next(4), Wide(start), "");
        }

        // Worker 3 keeps its budget, so that the tree is wide at every moment, whichever thread gets ahead.
        var reads = 0;
        await RunAsync(
            random => tree.Insert(random.Next(4), Wide(random), ""),
            random => tree.SetBudget(random.Next(3), random.Next(500, 3_000)),
            random =>
            {
                if (random.Next(40) == 0)
                {
                    Assert.True(tree.NodeCount > 500);
                    var shown = tree.Largest(null, random.Next(2) == 0 ? null : random.Next(4), 2_000);
                    Assert.True(shown.All(IsWhole) && ParentsComeFirst(shown));
                    Interlocked.Increment(ref reads);
                }
            });

        tree.CheckIntegrity();
        Assert.True(reads > 100 && tree.NodeCount > 500);
    }

    [Fact]
    public async Task ReportedIndex_UnderConcurrentChange_StaysConsistent()
    {
        var index = new ReportedPrefixIndex();
        var watched = TestPrompts.Chain([.. Enumerable.Repeat(1, 9), 2]);

        await RunAsync(
            random =>
            {
                var slot = random.Next(4);
                var chain = Prompt(random).Hashes;
                switch (random.Next(20))
                {
                    case 0:
                        index.Clear(slot);
                        break;
                    case 1:
                        index.Expect(random.Next(2_000));
                        break;
                    case < 8:
                        index.Remove(slot, chain);
                        break;
                    default:
                        index.Store(slot, null, chain);
                        break;
                }
            },
            _ =>
            {
                index.Store(WatchedSlot, null, watched);
                index.Remove(WatchedSlot, watched);
            },
            _ => Assert.True(index.Overlaps(watched, 8)[WatchedSlot] is 0 or 10));

        index.CheckIntegrity();
    }

    private static void Churn(ApproximatePrefixTree tree, Random random)
    {
        var slot = random.Next(4);
        switch (random.Next(40))
        {
            case 0:
                tree.Purge(slot);
                break;
            case 1:
                tree.SetBudget(slot, random.Next(50, 400));
                break;
            default:
                tree.Insert(slot, Prompt(random), "");
                break;
        }
    }

    private static bool Display(ApproximatePrefixTree tree, Random random)
    {
        if (random.Next(50) > 0)
        {
            return true;
        }

        int? slot = random.Next(2) == 0 ? null : random.Next(4);
        var shown = tree.Largest(null, slot, 50);
        var children = tree.Children(shown.IsEmpty ? null : shown[random.Next(shown.Length)].Hash, slot, 50) ?? [];
        return shown.Length <= 50 && children.Length <= 50 && children.All(IsWhole) && shown.All(IsWhole) && ParentsComeFirst(shown);
    }

    private static bool IsWhole(PrefixNodeInfo info) =>
        info.Holders.Length > 0 && info.BlockCount > 0 && info.SubtreeBlocks > 0 && info.Holders.Max(h => h.Blocks) == info.BlockCount;

    private static bool ParentsComeFirst(ImmutableArray<PrefixNodeInfo> shown)
    {
        var seen = new HashSet<ulong>();
        return shown.All(info => (info.ParentHash is not { } parent || seen.Contains(parent)) && seen.Add(info.Hash));
    }

    private static PromptBlocks Wide(Random random)
    {
        var ids = new int[random.Next(1, 12)];
        for (var i = 0; i < ids.Length; i++)
        {
            ids[i] = random.Next(i == 0 ? 400 : 3);
        }

        return TestPrompts.Blocks(ids);
    }

    private static PromptBlocks Prompt(Random random)
    {
        var ids = new int[random.Next(1, 20)];
        for (var i = 0; i < ids.Length; i++)
        {
            ids[i] = random.Next(4) == 0 ? 2 : 1;
        }

        return TestPrompts.Blocks(ids);
    }

    private static async Task RunAsync(Action<Random> churn, Action<Random> watchedWriter, Action<Random> reader)
    {
        Action<Random>[] roles = [churn, churn, watchedWriter, reader, reader];
        var writing = roles.Count(role => role != reader);
        var token = TestContext.Current.CancellationToken;
        await Task.WhenAll(roles.Select((role, seed) => Task.Run(
            () =>
            {
                var random = new Random(seed);

                try
                {
                    // readers go on for as long as anything is written
                    for (var i = 0; (i < Operations || (role == reader && Volatile.Read(ref writing) > 0)) && !token.IsCancellationRequested; i++)
                    {
                        role(random);
                    }
                }
                finally
                {
                    // also when a writer fails: the readers would go on for ever
                    Interlocked.Add(ref writing, role == reader ? 0 : -1);
                }
            },
            token)));
    }
}
