namespace PrefixConsole.Routing.KvEvents;

/// <summary>Names of media in KV events of vLLM and SGLang.</summary>
public static class CacheTiers
{
    /// <param name="medium">As in the event, any case; null or empty is GPU.</param>
    public static CacheTier Parse(ReadOnlySpan<char> medium)
    {
        if (medium.IsEmpty || Is(medium, "GPU"))
        {
            return CacheTier.Gpu;
        }

        if (Is(medium, "CPU") || Is(medium, "CPU_PINNED"))
        {
            return CacheTier.Cpu;
        }

        if (Is(medium, "DISK") || Is(medium, "STORAGE"))
        {
            return CacheTier.Disk;
        }

        return Is(medium, "EXTERNAL") || Is(medium, "REMOTE") ? CacheTier.Remote : CacheTier.Unknown;
    }

    private static bool Is(ReadOnlySpan<char> medium, string name) => medium.Equals(name, StringComparison.OrdinalIgnoreCase);
}
