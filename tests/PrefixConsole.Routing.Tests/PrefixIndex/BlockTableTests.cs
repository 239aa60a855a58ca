using CsCheck;
using PrefixConsole.Routing.PrefixIndex;

namespace PrefixConsole.Routing.Tests.PrefixIndex;

public sealed class BlockTableTests
{
    /// <summary>Few keys and a factor of 1: all start at the same place of a part, so clusters, dead places and wiping are the rule.</summary>
    [Fact]
    public void AnySequence_InOneCluster_AgreesWithADictionary() =>
        Gen.Select(Gen.ULong[1, 40], Gen.ULong[0, 3]).List[1, 300].Sample(steps => AgreesWithADictionary(steps, new BlockPlacement(1)), iter: 300);

    [Fact]
    public void AnySequence_Spread_AgreesWithADictionary() =>
        Gen.Select(Gen.ULong[1, 400], Gen.ULong[0, 3]).List[1, 1000].Sample(steps => AgreesWithADictionary(steps, new BlockPlacement(0x9E3779B97F4A7C15)), iter: 100);

    [Fact]
    public void Set_ChurnAtEqualSize_DoesNotGrow()
    {
        var table = new BlockTable(new BlockPlacement(0x9E3779B97F4A7C15));
        for (var key = 1UL; key <= 100_000; key++)
        {
            Put(table, key, 1);
            if (key > 50)
            {
                Put(table, key - 50, 0);
            }
        }

        Assert.Equal(50, table.LiveCount);
        Assert.InRange(table.Entries.Length, 64, 256);
    }

    [Fact]
    public void Trim_NearlyEmpty_GivesMemoryBack()
    {
        var table = new BlockTable(new BlockPlacement(0x9E3779B97F4A7C15));
        for (var key = 1UL; key <= 1000; key++)
        {
            Put(table, key, 1);
        }

        for (var key = 2UL; key <= 1000; key++)
        {
            Put(table, key, 0);
        }

        table.Trim();

        Assert.Equal(16, table.Entries.Length);
        Assert.Equal(1UL, table.Find(1));
    }

    private static void AgreesWithADictionary(List<(ulong Key, ulong Holders)> steps, BlockPlacement placement)
    {
        var table = new BlockTable(placement);
        var model = new Dictionary<ulong, ulong>();
        foreach (var (key, holders) in steps)
        {
            Put(table, key, holders);
            model.Remove(key);
            if (holders != 0)
            {
                model.Add(key, holders);
            }
        }

        Assert.All(steps, step => Assert.Equal(model.GetValueOrDefault(step.Key), table.Find(step.Key)));
        Assert.Equal(0UL, table.Find(ulong.MaxValue));
        Assert.Equal(model.Count, table.LiveCount);
        Assert.Equal(table.Entries.ToArray().Count(entry => entry.Key != 0), table.UsedCount);
    }

    private static void Put(BlockTable table, ulong key, ulong holders)
    {
        if (holders != 0)
        {
            table.FindOrReserve(key, out var place);
            table.Set(place, holders);
        }
        else if (table.FindAt(key, out var place) != 0)
        {
            table.Set(place, 0);
        }
    }
}
