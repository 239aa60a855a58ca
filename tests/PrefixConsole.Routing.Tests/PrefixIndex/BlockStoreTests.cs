using CsCheck;
using PrefixConsole.Routing.PrefixIndex;

namespace PrefixConsole.Routing.Tests.PrefixIndex;

public sealed class BlockStoreTests
{
    /// <summary>A factor of 1 puts all small keys in one place of the table: the longest probes there can be.</summary>
    [Theory]
    [InlineData(1UL)]
    [InlineData(0x9E3779B97F4A7C15UL)]
    public void AnySequence_AgreesWithADictionary(ulong factor) =>
        Gen.Select(Gen.ULong[1, 200], Gen.ULong[0, 3]).List[1, 600].Sample(steps =>
        {
            var store = new BlockStore(new BlockPlacement(factor));
            var model = new Dictionary<ulong, ulong>();
            foreach (var (key, holders) in steps)
            {
                store = Put(store, key, holders);
                model[key] = holders;
            }

            Assert.All(model, pair => Assert.Equal(pair.Value, Holders(store, pair.Key)));
            Assert.Equal(BlockStore.None, store.Find(ulong.MaxValue, BlockStore.None));
            Assert.Equal(model.Values.Count(h => h != 0), store.LiveCount);
        }, iter: 200);

    [Fact]
    public void Find_WithTheBlockBefore_IsRightWhetherOrNotItStandsBehind()
    {
        var store = new BlockStore(new BlockPlacement(1));
        foreach (var key in new ulong[] { 5, 6, 9, 7 })
        {
            store = Put(store, key, 1);
        }

        Assert.Equal(1, store.Find(6, 0));
        Assert.Equal(3, store.Find(7, 1));
        Assert.Equal(BlockStore.None, store.Find(8, 3));
        Assert.Equal(0, store.Find(5, BlockStore.None));
    }

    [Fact]
    public void Renew_ExpectingBlocks_HasRoomForThreeTimesThemAndKeepsIt()
    {
        var store = new BlockStore(new BlockPlacement(1));
        Assert.True(store.IsSmallFor(1000));

        store = Put(store, 5, 1).Renew(0, 1000);

        Assert.False(store.IsSmallFor(1000));
        Assert.True(store.HasRoomFor(2999));
        Assert.False(store.HasRoomFor(3000));
        Assert.False(store.IsNearlyEmpty(1000));
        Assert.True(store.IsNearlyEmpty(999));
        Assert.Equal(1UL, Holders(store, 5));
    }

    [Fact]
    public void Renew_AfterChurn_KeepsOnlyWhatHasHolders()
    {
        var store = new BlockStore(new BlockPlacement(0x9E3779B97F4A7C15));
        for (var key = 1UL; key <= 100_000; key++)
        {
            store = Put(store, key, 1);
            if (key > 50)
            {
                store = Put(store, key - 50, 0);
            }
        }

        Assert.Equal(50, store.LiveCount);
        Assert.InRange(store.Count, 50, 100);
        Assert.True(Enumerable.Range(99_951, 50).All(key => Holders(store, (ulong)key) == 1));
    }

    private static ulong Holders(BlockStore store, ulong key)
    {
        var number = store.Find(key, BlockStore.None);
        return number == BlockStore.None ? 0 : store.HoldersOf(number);
    }

    private static BlockStore Put(BlockStore store, ulong key, ulong holders)
    {
        if (!store.HasRoomFor(1))
        {
            store = store.Renew(1, 0);
        }

        store.SetHolders(store.FindOrAdd(key, BlockStore.None), holders);
        return store;
    }
}
