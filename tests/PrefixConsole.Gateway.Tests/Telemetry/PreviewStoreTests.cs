using PrefixConsole.Gateway.Telemetry;

namespace PrefixConsole.Gateway.Tests.Telemetry;

public sealed class PreviewStoreTests
{
    [Fact]
    public void Record_PastCapacity_ForgetsTheFirst()
    {
        var store = new PreviewStore(3);
        for (var i = 1; i <= 4; i++)
        {
            store.Record((ulong)i, $"p{i}");
        }

        Assert.Null(store.Find(1));
        Assert.Equal("p2", store.Find(2));
        Assert.Equal("p4", store.Find(4));
        Assert.Equal(3, store.Count);
    }

    [Fact]
    public void Record_KnownBlock_DoesNotTakeAnotherPlace()
    {
        var store = new PreviewStore(2);
        store.Record(1, "first");
        store.Record(1, "again");
        store.Record(2, "second");
        Assert.Equal("first", store.Find(1));
        Assert.Equal(2, store.Count);
    }

    [Fact]
    public void Record_LongText_IsCutWithoutSplittingACharacter()
    {
        var store = new PreviewStore();
        store.Record(1, new string('x', 79) + "😀😀");
        store.Record(2, new string('x', 500));
        Assert.Equal(79, store.Find(1)!.Length);
        Assert.Equal(80, store.Find(2)!.Length);
    }
}
