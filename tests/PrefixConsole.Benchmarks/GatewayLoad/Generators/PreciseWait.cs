using System.Diagnostics;
using System.Runtime.InteropServices;

namespace PrefixConsole.Benchmarks.GatewayLoad.Generators;

/// <summary>Waits to within some 60 µs without spinning, which <c>Thread.Sleep</c>'s millisecond cannot. Linux only.</summary>
internal static partial class PreciseWait
{
    private const int Monotonic = 1;

    /// <param name="timestamp">Of <see cref="Stopwatch"/>.</param>
    public static void Until(long timestamp)
    {
        while (timestamp - Stopwatch.GetTimestamp() is var left and > 0)
        {
            var nanoseconds = (long)(left * (1e9 / Stopwatch.Frequency));
            var time = new TimeSpec { Seconds = nanoseconds / 1_000_000_000, Nanoseconds = nanoseconds % 1_000_000_000 };
            _ = Sleep(Monotonic, 0, in time, 0);
        }
    }

    [LibraryImport("libc", EntryPoint = "clock_nanosleep")]
    private static partial int Sleep(int clock, int flags, in TimeSpec request, nint remaining);

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
