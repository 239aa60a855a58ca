using CsCheck;
using Microsoft.Extensions.Time.Testing;
using PrefixConsole.Routing.PrefixIndex;
using PrefixConsole.Testing.Prefixes;

namespace PrefixConsole.Routing.Tests.PrefixIndex;

public sealed class ApproximatePrefixTreeProperties
{
    private const int Workers = 4;
    private const int GlobalBudget = 40;

    private static readonly Gen<int[]> s_prompt = Gen.Int[0, 2].Array[0, 14];

    private static readonly Gen<Step> s_step = Gen.Frequency(
        (12, Gen.Select(Gen.Int[0, Workers - 1], s_prompt, (slot, prompt) => new Step(slot, prompt, null))),
        (2, Gen.Select(Gen.Int[0, Workers - 1], Gen.Int[0, 25], (slot, budget) => new Step(slot, null, budget))),
        (1, Gen.Int[0, Workers - 1].Select(slot => new Step(slot, null, null))));

    [Fact]
    public void AnySequence_AgreesWithTheNaiveModel() =>
        s_step.List[1, 60].Sample(steps =>
        {
            var tree = new ApproximatePrefixTree(new FakeTimeProvider(), GlobalBudget);
            var model = new NaivePrefixTree(Workers, GlobalBudget);
            foreach (var step in steps)
            {
                Apply(step, tree, model);
                tree.CheckIntegrity();
                Assert.Equal(model.TotalBlocks, tree.TotalBlocks);
                Assert.Equal(model.DistinctBlocks, tree.DistinctBlocks);
                Assert.All(Enumerable.Range(0, Workers), slot => Assert.Equal(model.BlocksOf(slot), tree.BlocksOf(slot)));
            }

            foreach (var prompt in steps.Where(s => s.Prompt is not null).Select(s => TestPrompts.Chain(s.Prompt!)))
            {
                Assert.Equal(Enumerable.Range(0, Workers).Select(slot => model.Overlap(slot, prompt)), tree.Overlaps(prompt, Workers));
            }
        }, iter: 800);

    [Fact]
    public void AnySequence_DisplayAddsUpForTheFleetAndForEachWorker() =>
        s_step.List[1, 60].Sample(steps =>
        {
            var tree = new ApproximatePrefixTree(new FakeTimeProvider(), GlobalBudget);
            var model = new NaivePrefixTree(Workers, GlobalBudget);
            steps.ForEach(step => Apply(step, tree, model));

            CheckView(tree, null, tree.DistinctBlocks, info => info.BlockCount);
            for (var slot = 0; slot < Workers; slot++)
            {
                CheckView(tree, slot, tree.BlocksOf(slot), info => info.Holders.Single(h => h.Slot == slot).Blocks);
            }
        }, iter: 300);

    private static void CheckView(ApproximatePrefixTree tree, int? slot, long blocks, Func<PrefixNodeInfo, long> own)
    {
        var all = tree.Largest(null, slot, int.MaxValue);
        Assert.Equal(blocks, all.Sum(own));
        Assert.Equal(blocks, tree.Children(null, slot, int.MaxValue)!.Value.Sum(r => r.SubtreeBlocks));
        var seen = new HashSet<ulong>();
        foreach (var info in all)
        {
            Assert.True(seen.Add(info.Hash));
            Assert.True(info.ParentHash is not { } parent || seen.Contains(parent));
            Assert.Equivalent(info, tree.Find(info.Hash, slot), strict: true);
            var children = tree.Children(info.Hash, slot, int.MaxValue)!.Value;
            Assert.Equal(info.ChildCount, children.Length);
            Assert.Equal(info.SubtreeBlocks, own(info) + children.Sum(c => c.SubtreeBlocks));
            Assert.Equal(children.OrderByDescending(c => c.SubtreeBlocks).Select(c => c.SubtreeBlocks), children.Select(c => c.SubtreeBlocks));
            Assert.All(children, c => Assert.Equal((info.Hash, info.StartBlock + info.BlockCount), (c.ParentHash, c.StartBlock)));
        }
    }

    private static void Apply(Step step, ApproximatePrefixTree tree, NaivePrefixTree model)
    {
        if (step.Prompt is { } ids)
        {
            var prompt = TestPrompts.Blocks(ids);
            tree.Insert(step.Slot, prompt, "test");
            model.Insert(step.Slot, prompt.Hashes);
        }
        else if (step.Budget is { } budget)
        {
            tree.SetBudget(step.Slot, budget);
            model.SetBudget(step.Slot, budget);
        }
        else
        {
            tree.Purge(step.Slot);
            model.Purge(step.Slot);
        }
    }

    /// <summary>A prompt to insert, a budget to set, or with neither a purge.</summary>
    private sealed record Step(int Slot, int[]? Prompt, int? Budget);
}
