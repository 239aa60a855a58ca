using PrefixConsole.Simulation.Engine;

namespace PrefixConsole.Simulation.Tests.Engine;

public sealed class BlockPoolTests
{
    [Fact]
    public void TryAllocate_AllHeld_Null()
    {
        var pool = new BlockPool(1);
        Assert.NotNull(pool.TryAllocate());
        Assert.Null(pool.TryAllocate());
    }

    [Fact]
    public void TryAllocate_NoneFree_EvictsLongestIdle()
    {
        var removed = new List<ulong>();
        var pool = new BlockPool(2) { Removed = removed.Add };
        var parent = Cached(pool, 1, 0);
        var leaf = Cached(pool, 2, 1);
        pool.Release(leaf);
        pool.Release(parent);

        Assert.NotNull(pool.TryAllocate());

        Assert.Equal([2UL], removed);
        Assert.NotNull(pool.Find(1));
        Assert.Null(pool.Find(2));
        Assert.Equal(1, pool.Evictions);
    }

    [Fact]
    public void Acquire_IdleBlock_IsNotEvicted()
    {
        var pool = new BlockPool(2);
        var first = Cached(pool, 1, 0);
        var second = Cached(pool, 2, 0);
        pool.Release(first);
        pool.Release(second);

        pool.Acquire(first);
        pool.TryAllocate();

        Assert.Same(first, pool.Find(1));
        Assert.Null(pool.Find(2));
        Assert.Null(pool.TryAllocate());
    }

    [Fact]
    public void Forget_OneOfTwoCopies_OtherStaysFindableAndNothingIsReported()
    {
        var stored = new List<ulong>();
        var removed = new List<ulong>();
        var pool = new BlockPool(2) { Stored = (hash, _) => stored.Add(hash), Removed = removed.Add };
        var one = Cached(pool, 9, 0);
        var two = Cached(pool, 9, 0);
        Assert.Equal([9UL], stored);

        pool.Release(one);
        Assert.Same(one, pool.TryAllocate());

        Assert.Same(two, pool.Find(9));
        Assert.Empty(removed);
        pool.Release(two);
        Assert.Same(two, pool.TryAllocate());
        Assert.Equal([9UL], removed);
    }

    [Fact]
    public void DropIdle_SomeHeld_KeepsThose()
    {
        var pool = new BlockPool(3);
        var held = Cached(pool, 1, 0);
        pool.Release(Cached(pool, 2, 1));

        Assert.Equal(1, pool.DropIdle());

        Assert.Same(held, pool.Find(1));
        Assert.Equal(2, pool.FreeBlocks);
        Assert.Equal(1, pool.CachedBlocks);
    }

    private static CacheBlock Cached(BlockPool pool, ulong hash, ulong parent)
    {
        var block = pool.TryAllocate()!;
        pool.Commit(block, hash, parent);
        return block;
    }
}
