using System.Runtime.InteropServices;

namespace PrefixConsole.Benchmarks.Measuring;

/// <summary>CPU time of the calling thread, which a busy machine does not stretch. Linux only; about 0.3 µs per reading.</summary>
internal static partial class ThreadClock
{
    private const int ThreadCpuTime = 3;

    /// <summary>CPU time this thread used so far, in nanoseconds.</summary>
    public static long Nanoseconds()
    {
        var status = GetTime(ThreadCpuTime, out var time);
        return status == 0 ? (time.Seconds * 1_000_000_000) + time.Nanoseconds : throw new PlatformNotSupportedException("no CPU clock per thread");
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, out TimeSpec time);

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
