namespace PrefixConsole.Gateway.Tests.KvEvents;

/// <summary>Payloads of every degree of wrongness.</summary>
internal sealed class FuzzedFrames(Random random)
{
    private const string Cleared = "91b0416c6c426c6f636b73436c6561726564";

    // depth bombs, lengths beyond the end, arities that no type has, and a sound event around each
    private static readonly byte[][] s_lies =
    [
        [0x92, 0xc0, .. Enumerable.Repeat((byte)0x91, 10_000), 0xc0],
        [0x92, 0xc0, .. Enumerable.Repeat((byte)0x81, 5_000), 0xc0],
        Convert.FromHexString("92c0dd7fffffff"),
        Convert.FromHexString("92c091dbffffffff41"),
        Convert.FromHexString("dfffffffff"),
        Convert.FromHexString($"92c092{Cleared}c0"),
        Convert.FromHexString($"92c092{Cleared}90"),
        Convert.FromHexString($"92c092{Cleared}91ab426c6f636b53746f726564"),
        Convert.FromHexString($"92c092{Cleared}91a4576861 74".Replace(" ", "", StringComparison.Ordinal)),
        Convert.FromHexString($"92c092{Cleared}92ac426c6f636b52656d6f76656405"),
        Convert.FromHexString($"92c092{Cleared}95ab426c6f636b53746f7265649101c0910100"),
        Convert.FromHexString($"92c092{Cleared}95ab426c6f636b53746f7265649101c092010203"),
        Convert.FromHexString($"92c091dc00019201c0{Cleared}"),
        TooLarge(),
    ];

    public byte[] Next()
    {
        var kind = random.Next(100);
        if (kind < 5)
        {
            var noise = new byte[random.Next(300)];
            random.NextBytes(noise);
            return noise;
        }

        // the largest lie is expensive and as good as any other
        var frame = (byte[])(kind < 12 ? s_lies[random.Next(s_lies.Length - (kind == 5 ? 0 : 1))] : Vectors.All[random.Next(Vectors.All.Count)]).Clone();
        for (var changes = random.Next(5); changes > 0; changes--)
        {
            frame[random.Next(frame.Length)] = (byte)random.Next(256);
        }

        return random.Next(8) == 0 ? frame[..random.Next(frame.Length)] : frame;
    }

    /// <summary>A removal of one block more than any event may name.</summary>
    private static byte[] TooLarge()
    {
        const int Blocks = (1 << 16) + 1;
        byte[] head = [0x92, 0xc0, 0x91, 0x92, 0xac, .. "BlockRemoved"u8, 0xdd, 0x00, 0x01, 0x00, 0x01];
        return [.. head, .. Enumerable.Repeat((byte)1, Blocks)];
    }
}
