using PrefixConsole.Benchmarks.Replay;

namespace PrefixConsole.Benchmarks.Tests.Replay;

public sealed class BlockLruTests
{
    private readonly List<ulong> _removed = [];

    [Fact]
    public void Touch_Full_RemovesLeavesOfTheOldestPromptFirst()
    {
        var cache = new BlockLru(5);
        cache.Touch([1, 2, 3], _removed);
        cache.Touch([11, 12], _removed);

        cache.Touch([21, 22], _removed);

        Assert.Equal([3, 2], _removed);
        Assert.Equal(1, cache.Match([1, 2, 3]));
        Assert.Equal(2, cache.Match([11, 12]));
        Assert.Equal(5, cache.Count);
    }

    [Fact]
    public void Touch_Resident_MakesItTheYoungest()
    {
        var cache = new BlockLru(3);
        cache.Touch([1], _removed);
        cache.Touch([11], _removed);
        cache.Touch([1], _removed);

        cache.Touch([21, 22], _removed);

        Assert.Equal([11], _removed);
    }

    [Fact]
    public void Touch_LargerThanTheCache_KeepsTheHead()
    {
        var cache = new BlockLru(2);
        cache.Touch([9], _removed);

        Assert.Equal(2, cache.Touch([1, 2, 3, 4], _removed));

        Assert.Equal(2, cache.Match([1, 2, 3, 4]));
        Assert.Equal([9], _removed);
    }

    [Fact]
    public void Match_OtherPrefix_StopsWhereItLeaves()
    {
        var cache = new BlockLru(9);
        cache.Touch([1, 2, 3], _removed);

        Assert.Equal(2, cache.Match([1, 2, 7]));
        Assert.Equal(0, cache.Match([7, 2, 3]));
    }

    /// <summary>Against the reference's own formulation: insert everything leaf first, then drop from the old end.</summary>
    [Fact]
    public void Touch_RandomPrompts_EqualsTheReferencesOrderedMap()
    {
        var random = new Random(7);
        var cache = new BlockLru(12);
        var oldestFirst = new List<ulong>();
        for (var round = 0; round < 2000; round++)
        {
            var root = (ulong)random.Next(1, 5) * 100;
            var prompt = Enumerable.Range(0, random.Next(1, 16)).Select(depth => root + (ulong)depth).ToArray();
            foreach (var block in prompt.Reverse())
            {
                oldestFirst.Remove(block);
                oldestFirst.Add(block);
            }

            oldestFirst.RemoveRange(0, Math.Max(0, oldestFirst.Count - 12));

            cache.Touch(prompt, _removed);

            Assert.Equal(oldestFirst.Count, cache.Count);
            Assert.All(oldestFirst, block => Assert.Equal(1, cache.Match([block])));
        }
    }
}
