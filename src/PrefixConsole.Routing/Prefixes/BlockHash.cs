using System.IO.Hashing;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace PrefixConsole.Routing.Prefixes;

/// <summary>64-bit hash of the bytes of one block, alone: <see cref="PrefixHasher"/> chains it.</summary>
/// <remarks>
/// <para>
/// Where the processor has AES instructions, four lanes of 16 bytes take 64 bytes a step: <c>lane = R(R(lane ^ bytes))</c>, R being one AES
/// round (a permutation of 16 bytes). Two rounds spread a byte over its whole lane; two inputs can only meet in a lane where a
/// difference of two rounds, five S-boxes or more, is cancelled byte for byte by the next 16 bytes. The lanes are then folded by one round
/// each and two more rounds follow with the length in the key, so every bit of the result depends on every bit of the block. What does not
/// fill a step is hashed with the bytes before it once more, in a block below 64 bytes with zeros behind it; the length tells them apart.
/// Elsewhere XXH3-64. Which of the two it is holds for a machine.
/// </para>
/// <para>
/// On a busy Xeon (2.8 GHz) 12,288 tokens in blocks of 16 take 3.4 µs against 9.1 µs with XXH3, 48 KB of text in blocks of 256 bytes 1.5
/// against 5.9 µs; folded 64-bit multiplications, which need no special instructions, took 5.5 and 4.5 µs.
/// </para>
/// </remarks>
internal static class BlockHash
{
    private const int Step = 64;

    private static Vector128<byte> FirstKey => Vector128.Create(0x8A51E04C7A3D92B5, 0xC6A4F0D39B1E5877).AsByte();

    private static Vector128<byte> SecondKey => Vector128.Create(0x5D3B8E9F2C70A6E3, 0xE9D7316BC58A4F21).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Of(ReadOnlySpan<byte> block)
    {
        if (!Aes.IsSupported)
        {
            return XxHash3.HashToUInt64(block);
        }

        return block.Length < Step ? OfShort(block) : OfLong(block, block.Length);
    }

    private static ulong OfShort(ReadOnlySpan<byte> block)
    {
        Span<byte> padded = stackalloc byte[Step];
        padded.Clear();
        block.CopyTo(padded);
        return OfLong(padded, block.Length);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong OfLong(ReadOnlySpan<byte> block, int length)
    {
        var a = Vector128.Create(0x2F6B1D94E7A3C85B, 0x93C58E27D16F4AB9).AsByte();
        var b = Vector128.Create(0xB47E29D583FA60C7, 0x719ADC3E5B8204FD).AsByte();
        var c = Vector128.Create(0xD1A9635EF847B20D, 0x4BE3872D96C5FA19).AsByte();
        var d = Vector128.Create(0x3C7F15A9E2B4D806, 0xA85D40F37E916BC2).AsByte();
        ref var bytes = ref MemoryMarshal.GetReference(block);
        for (var left = block.Length; ;)
        {
            a = Absorb(a, ref bytes, 0);
            b = Absorb(b, ref bytes, 16);
            c = Absorb(c, ref bytes, 32);
            d = Absorb(d, ref bytes, 48);
            left -= Step;
            if (left <= 0)
            {
                break;
            }

            bytes = ref Unsafe.Add(ref bytes, Math.Min(left, Step));
            left = Math.Max(left, Step);
        }

        a = Aes.Encrypt(Aes.Encrypt(a, b), Aes.Encrypt(c, d));
        a = Aes.Encrypt(a, FirstKey ^ Vector128.CreateScalar((ulong)length).AsByte());
        return Aes.Encrypt(a, SecondKey).AsUInt64().ToScalar();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Absorb(Vector128<byte> lane, ref byte bytes, nuint at) =>
        Aes.Encrypt(Aes.Encrypt(lane ^ Vector128.LoadUnsafe(ref bytes, at), FirstKey), SecondKey);
}
