using System.Diagnostics;
using PrefixConsole.Benchmarks.Measuring;

namespace PrefixConsole.Benchmarks.Ingest;

/// <summary>
/// One stretch of the flood at full speed. CPU is that of the whole process, nothing taken off: sockets' threads, readers, garbage collection, and
/// this program looking every 5 ms how far they are. The engines' process is not in it.
/// </summary>
internal sealed record SocketFigures(double BlocksPerSecond, double BlocksPerCpuSecond, double Cores, double AllocatedPerBlock, long LiveBytes, long ProcessBytes)
{
    public static async Task<SocketFigures> MeasureAsync(Flood flood, TimeSpan length, CancellationToken cancellationToken)
    {
        using var process = Process.GetCurrentProcess();
        var (cpu, start, allocated) = (process.TotalProcessorTime, TimeProvider.System.GetTimestamp(), GC.GetTotalAllocatedBytes());
        var blocks = await flood.RunAsync(length, 0, cancellationToken);
        var wall = TimeProvider.System.GetElapsedTime(start);
        process.Refresh();
        var used = process.TotalProcessorTime - cpu;
        var bytes = GC.GetTotalAllocatedBytes() - allocated;
        return new SocketFigures(
            blocks / wall.TotalSeconds, blocks / used.TotalSeconds, used / wall, (double)bytes / blocks, Memory.LiveBytes(), process.WorkingSet64);
    }
}
