using System.Runtime.CompilerServices;

namespace PrefixConsole.Routing.Prefixes;

/// <summary>Finds where a block of UTF-8 ends without splitting a code point.</summary>
internal static class TextCutter
{
    private const int LongestCodePoint = 4;

    /// <returns>False when what is left from <paramref name="start"/> does not fill a block.</returns>
    /// <remarks>
    /// Looks only at the bytes up to <c>start + blockBytes</c> (and one beyond), so that a text cuts the same way however it goes on.
    /// Bytes that are not UTF-8 are cut hard where no boundary is near: they still hash, and still compare.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryCut(ReadOnlySpan<byte> utf8, int start, int blockBytes, out int end)
    {
        if (blockBytes > utf8.Length - start)
        {
            end = start;
            return false;
        }

        end = start + blockBytes;
        return end == utf8.Length || !IsContinuation(utf8[end]) || TryCutBefore(utf8, start, blockBytes, out end);
    }

    private static bool TryCutBefore(ReadOnlySpan<byte> utf8, int start, int blockBytes, out int end)
    {
        var target = start + blockBytes;
        var lowest = Math.Max(start, target - LongestCodePoint + 1);
        for (end = target - 1; end >= lowest && end > start; end--)
        {
            if (!IsContinuation(utf8[end]))
            {
                return true;
            }
        }

        if (lowest > start)
        {
            end = target;
            return true;
        }

        end = start + CodePointLength(utf8[start], blockBytes);
        return end <= utf8.Length;
    }

    private static bool IsContinuation(byte value) => (value & 0xC0) == 0x80;

    /// <summary>Length that a lead byte announces; a block's length where it announces less than that.</summary>
    private static int CodePointLength(byte lead, int blockBytes) => Math.Max(
        blockBytes,
        lead switch
        {
            >= 0xF0 => 4,
            >= 0xE0 => 3,
            >= 0xC0 => 2,
            _ => 1,
        });
}
