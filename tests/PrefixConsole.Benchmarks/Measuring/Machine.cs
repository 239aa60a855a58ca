namespace PrefixConsole.Benchmarks.Measuring;

/// <summary>Says on what, and how busy, a figure was measured.</summary>
internal static class Machine
{
    private const string Times = "/proc/stat";
    private const int Stolen = 7;

    private static readonly long[] s_atStart = ProcessorTimes();

    public static string Describe()
    {
        var load = File.Exists("/proc/loadavg") ? string.Join(' ', File.ReadAllText("/proc/loadavg").Split(' ')[..3]) : "unknown";
        return $"{Environment.ProcessorCount} cores, load average {load}{Stealing()}, .NET {Environment.Version}, {TimeProvider.System.GetUtcNow():yyyy-MM-dd HH:mm} UTC";
    }

    /// <summary>Share of the processors' time that other guests of the host have taken since this program's first question; empty where unknown or at first.</summary>
    private static string Stealing()
    {
        var now = ProcessorTimes();
        var all = now.Sum() - s_atStart.Sum();
        return all <= 0 || now.Length <= Stolen ? "" : $", {100.0 * (now[Stolen] - s_atStart[Stolen]) / all:0} % taken by the host";
    }

    /// <summary>user nice system idle iowait irq softirq steal, in ticks; guest times are counted in user already.</summary>
    private static long[] ProcessorTimes() =>
        File.Exists(Times)
            ? [.. File.ReadLines(Times).First().Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Take(8).Select(long.Parse)]
            : [];
}
