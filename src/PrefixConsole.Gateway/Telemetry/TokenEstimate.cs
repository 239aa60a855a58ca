using PrefixConsole.Routing.Prefixes;

namespace PrefixConsole.Gateway.Telemetry;

/// <summary>Tokens of blocks: exact for token blocks, bytes ÷ 4 for text blocks (the usual figure for English and code).</summary>
internal static class TokenEstimate
{
    public const int BytesPerToken = 4;

    public static long Of(long blocks, int blockSize, PrefixUnit unit) =>
        unit == PrefixUnit.Tokens ? blocks * blockSize : blocks * blockSize / BytesPerToken;
}
