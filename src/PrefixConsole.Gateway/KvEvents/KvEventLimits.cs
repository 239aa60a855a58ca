namespace PrefixConsole.Gateway.KvEvents;

/// <summary>Bounds of what is taken from engines, over any transport.</summary>
internal static class KvEventLimits
{
    /// <summary>Data-parallel ranks of one worker.</summary>
    public const int MaxRanks = 64;

    /// <summary>A larger batch is refused and counted; engines send some kilobytes.</summary>
    public const int MaxBatchBytes = 16 * 1024 * 1024;

    /// <summary>A peer that announces a larger frame is cut off by the socket itself, before memory is taken for it.</summary>
    public const int MaxFrameBytes = 64 * 1024 * 1024;

    /// <summary>The number that says a replay is over; no batch has it.</summary>
    public const ulong EndOfReplay = ulong.MaxValue;

    public const int MaxTopicLength = 256;
}
