using System.Text;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Routing.Prefixes;

namespace PrefixConsole.Gateway.Requests;

/// <summary>Hands the first characters of blocks that have no preview yet to the store. Called only where previews are on.</summary>
internal sealed class PromptPreviews(PreviewStore store)
{
    public const int Characters = 80;

    public void Record(PromptBlocks blocks, ReadOnlySpan<byte> text)
    {
        var start = 0;
        foreach (var hash in blocks.Hashes)
        {
            // the same cut as PrefixHasher's: at most BlockSize bytes, and never inside a code point
            var end = Math.Min(start + blocks.BlockSize, text.Length);
            while (end < text.Length && end > start + 1 && (text[end] & 0xC0) == 0x80)
            {
                end--;
            }

            if (store.Find(hash) is null)
            {
                store.Record(hash, Readable(text[start..end]));
            }

            start = end;
        }
    }

    /// <summary>Up to 80 characters; marks of structure become spaces.</summary>
    internal static string Readable(ReadOnlySpan<byte> block)
    {
        var result = new StringBuilder(Characters);
        while (!block.IsEmpty && result.Length < Characters)
        {
            if (block[0] == PrefixTextWriter.Mark)
            {
                result.Append(' ');
                block = block[Math.Min(2, block.Length)..];
                continue;
            }

            Rune.DecodeFromUtf8(block, out var rune, out var used);
            block = block[used..];
            result.Append(Rune.IsControl(rune) ? " " : rune.ToString());
        }

        return result.ToString().Trim();
    }
}
