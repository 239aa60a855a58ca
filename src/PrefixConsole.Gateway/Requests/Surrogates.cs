using System.Buffers.Text;

namespace PrefixConsole.Gateway.Requests;

/// <summary>Finds <c>\uD83D</c> without its other half in the raw form of a JSON string, where .NET's reader does not look.</summary>
internal static class Surrogates
{
    public static bool AnyUnpaired(ReadOnlySpan<byte> raw)
    {
        var highPending = false;
        while (true)
        {
            var next = raw.IndexOf((byte)'\\');
            if (highPending && next != 0)
            {
                return true;
            }

            if (next < 0)
            {
                return false;
            }

            raw = raw[(next + 1)..];
            var code = raw[0] == 'u' && Utf8Parser.TryParse(raw[1..5], out ushort value, out _, 'x') ? value : (ushort)0;
            raw = raw[(raw[0] == 'u' ? 5 : 1)..];
            var low = char.IsLowSurrogate((char)code);
            if (low != highPending)
            {
                return true;
            }

            highPending = char.IsHighSurrogate((char)code);
        }
    }
}
