namespace PrefixConsole.Benchmarks.Measuring;

internal static class Memory
{
    /// <summary>Live managed bytes after a full, blocking, compacting collection.</summary>
    public static long LiveBytes()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
