using PrefixConsole.Simulation.Engine;
using PrefixConsole.Simulation.KvEvents;

namespace PrefixConsole.Simulation.Tests.KvEvents;

/// <summary>Byte for byte what engines send: vectors made from the published schemas.</summary>
public sealed class KvBatchEncoderTests
{
    private const double At = 1700000000.5;
    private const ulong Block0 = 0x1e0b2e028ef071cb;
    private const ulong Block1 = 0xefad121d154ab2d6;
    private const ulong Page0 = 0xcf97adeedb59e05b;
    private const ulong Page1 = 0x4ebfa8a1f3c34151;

    /// <summary>12 and 4 elements, by vLLM's last array schema: behind the medium come adapter name, extra keys, group, its kind and its window.</summary>
    [Fact]
    public void Encode_VllmArray_IsTheVector()
    {
        var encoder = new KvBatchEncoder(KvEventForm.VllmArray, rank: 0);

        var bytes = encoder.Encode(At, [new StoredMessage([Block0], null, [1, 2, 3, 4], 4), new RemovedMessage([Block1]), new ClearedMessage()]);

        Assert.Equal(
            "93cb41d954fc40200000939cab426c6f636b53746f72656491cf1e0b2e028ef0"
            + "71cbc0940102030404c0a3475055c0c000ae66756c6c5f617474656e74696f6ec0"
            + "94ac426c6f636b52656d6f76656491cfefad121d154ab2d6a347505500"
            + "91b0416c6c426c6f636b73436c656172656400",
            Convert.ToHexStringLower(bytes));
    }

    [Fact]
    public void Encode_VllmMapWithSalt_IsTheVector()
    {
        var encoder = new KvBatchEncoder(KvEventForm.VllmMap, rank: 0);

        var bytes = encoder.Encode(
            At, [new StoredMessage([Block0], null, [1, 2, 3, 4], 4, Salt: "salt-a"), new RemovedMessage([Block1], "CPU"), new ClearedMessage()]);

        Assert.Equal(
            "93cb41d954fc40200000938ba474797065ab426c6f636b53746f726564ac626c"
            + "6f636b5f68617368657391cf1e0b2e028ef071cbb1706172656e745f626c6f63"
            + "6b5f68617368c0a9746f6b656e5f6964739401020304aa626c6f636b5f73697a"
            + "6504a76c6f72615f6964c0a66d656469756da3475055a96c6f72615f6e616d65"
            + "c0aa65787472615f6b6579739191a673616c742d61a967726f75705f69647800"
            + "b26b765f63616368655f737065635f6b696e64ae66756c6c5f617474656e7469"
            + "6f6e83a474797065ac426c6f636b52656d6f766564ac626c6f636b5f68617368"
            + "657391cfefad121d154ab2d6a66d656469756da343505581a474797065b0416c"
            + "6c426c6f636b73436c656172656400",
            Convert.ToHexStringLower(bytes));
    }

    [Fact]
    public void Encode_Sglang_IsTheVector()
    {
        var encoder = new KvBatchEncoder(KvEventForm.Sglang, rank: 1);

        var bytes = encoder.Encode(
            At,
            [
                new StoredMessage([Page0], null, [1, 2, 3, 4], 4),
                new StoredMessage([Page1], Page0, [5, 6, 7, 8], 4),
                new RemovedMessage([Page1], "CPU_PINNED"),
            ]);

        Assert.Equal(
            "93cb41d954fc402000009397ab426c6f636b53746f72656491d3cf97adeedb59"
            + "e05bc0940102030404c0a347505597ab426c6f636b53746f72656491cf4ebfa8"
            + "a1f3c34151d3cf97adeedb59e05b940506070804c0a347505593ac426c6f636b"
            + "52656d6f76656491cf4ebfa8a1f3c34151aa4350555f50494e4e454401",
            Convert.ToHexStringLower(bytes));
    }

    [Fact]
    public void From_ConsecutiveBlocks_BecomeOneEvent()
    {
        var messages = KvMessages.From(
            [
                new BlockEvent(true, 1, null, [1, 2], "", "s"),
                new BlockEvent(true, 2, 1, [3, 4], "", "s"),
                new BlockEvent(true, 9, null, [5, 6], ""),
                new BlockEvent(false, 7, null, [], ""),
                new BlockEvent(false, 8, null, [], ""),
                new BlockEvent(false, 0, null, [], "", Cleared: true),
            ],
            2);

        Assert.Equal(4, messages.Count);
        var first = Assert.IsType<StoredMessage>(messages[0]);
        Assert.Equal([1UL, 2UL], first.Hashes);
        Assert.Equal([1, 2, 3, 4], first.Tokens);
        Assert.Equal(("s", (ulong?)null), (first.Salt, first.Parent));
        Assert.Equal([9UL], Assert.IsType<StoredMessage>(messages[1]).Hashes);
        Assert.Equal([7UL, 8UL], Assert.IsType<RemovedMessage>(messages[2]).Hashes);
        Assert.IsType<ClearedMessage>(messages[3]);
    }

    [Fact]
    public void From_ReplayRing_KeepsTheLastWithinBothBounds()
    {
        var ring = new ReplayRing(capacity: 3, maxBytes: 10);
        for (var i = 0UL; i < 5; i++)
        {
            ring.Add(i, new byte[2]);
        }

        Assert.Equal([2UL, 3UL, 4UL], ring.From(0).Select(b => b.Sequence));
        Assert.Equal([4UL], ring.From(4).Select(b => b.Sequence));
        ring.Add(5, new byte[8]);
        Assert.Equal([4UL, 5UL], ring.From(0).Select(b => b.Sequence));
    }
}
