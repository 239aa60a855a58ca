using PrefixConsole.Gateway.Accuracy;
using PrefixConsole.Routing.Prefixes;

namespace PrefixConsole.Gateway.Tests.Accuracy;

public sealed class NamespaceMemoryTests
{
    private const int BlockBytes = 16;

    [Theory]
    [InlineData(BlockBytes - 1, 0)]
    [InlineData(BlockBytes, 1)]
    [InlineData(8 * BlockBytes, 8)]
    [InlineData(32 * BlockBytes, 32)]
    [InlineData(500 * BlockBytes, 32)]
    public void BlocksElsewhere_SameTextOfAnotherTenant_IsTheDeepestKnown(int bytes, int blocks)
    {
        var memory = new NamespaceMemory();
        memory.Remember(Prefix(bytes, tenant: "a"));

        Assert.Equal(blocks, memory.BlocksElsewhere(Prefix(bytes, tenant: "b")));
        Assert.Equal(0, memory.BlocksElsewhere(Prefix(bytes, tenant: "a")));
    }

    [Fact]
    public void BlocksElsewhere_OnlyTheStartIsShared_CountsTheStart()
    {
        var memory = new NamespaceMemory();
        memory.Remember(Prefix(32 * BlockBytes, tenant: "a", differsAt: 3 * BlockBytes));

        Assert.Equal(1, memory.BlocksElsewhere(Prefix(32 * BlockBytes, tenant: "b")));
    }

    [Fact]
    public void BlocksElsewhere_ServedUnderThisNamespaceToo_IsNone()
    {
        var memory = new NamespaceMemory();
        memory.Remember(Prefix(32 * BlockBytes, tenant: "a"));
        memory.Remember(Prefix(32 * BlockBytes, tenant: "b"));

        Assert.Equal(0, memory.BlocksElsewhere(Prefix(32 * BlockBytes, tenant: "b")));
        Assert.Equal(32, memory.BlocksElsewhere(Prefix(32 * BlockBytes, tenant: "c")));
    }

    [Fact]
    public void BlocksElsewhere_AnotherModel_SharesNothing()
    {
        var memory = new NamespaceMemory();
        memory.Remember(Prefix(32 * BlockBytes, tenant: "a", model: "m1"));

        Assert.Equal(0, memory.BlocksElsewhere(Prefix(32 * BlockBytes, tenant: "b", model: "m2")));
    }

    [Fact]
    public void BlocksElsewhere_AnotherAdapterOrSalt_IsAnotherNamespace()
    {
        var memory = new NamespaceMemory();
        memory.Remember(Prefix(BlockBytes, tenant: "a"));

        Assert.Equal(1, memory.BlocksElsewhere(Prefix(BlockBytes, tenant: "a", adapter: "lora")));
        Assert.Equal(1, memory.BlocksElsewhere(Prefix(BlockBytes, tenant: "a", salt: "s")));
    }

    [Fact]
    public void Remember_FullSet_DropsWhatWasUsedLongestAgo()
    {
        var memory = new NamespaceMemory(places: 4);
        for (var i = 0; i < 4; i++)
        {
            memory.Remember(Prefix(BlockBytes, tenant: "a", differsAt: 0, with: i));
        }

        Assert.Equal(1, memory.BlocksElsewhere(Prefix(BlockBytes, tenant: "b", differsAt: 0, with: 0)));
        memory.Remember(Prefix(BlockBytes, tenant: "a", differsAt: 0, with: 9));

        Assert.Equal(
            [1, 0, 1, 1, 1],
            new[] { 0, 1, 2, 3, 9 }.Select(i => memory.BlocksElsewhere(Prefix(BlockBytes, tenant: "b", differsAt: 0, with: i))));
    }

    private static NeutralPrefix Prefix(
        int bytes, string tenant, string adapter = "", string salt = "", string model = "m", int? differsAt = null, int with = 1)
    {
        var text = new byte[bytes];
        if (differsAt is { } at)
        {
            text[at] = (byte)(with + 1);
        }

        return NeutralPrefix.Of(text, model, new PrefixNamespace(model, adapter, salt, tenant), BlockBytes);
    }
}
