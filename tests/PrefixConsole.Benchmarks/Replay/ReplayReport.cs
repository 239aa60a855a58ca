using System.Globalization;
using System.Text.Json;
using PrefixConsole.Benchmarks.Measuring;
using PrefixConsole.Benchmarks.Output;

namespace PrefixConsole.Benchmarks.Replay;

/// <summary>The results of a replay with what they depend on, as a table or as JSON.</summary>
internal sealed class ReplayReport(string trace, string engine, ReplayOptions options, ReplayWorkload workload)
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public void WriteTable(TextWriter output, IReadOnlyList<ReplayResult> results)
    {
        output.WriteLine(Machine.Describe());
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Path.GetFileName(trace)}: {workload.Requests.Count} requests, {engine} engine, {options.Workers} workers × {workload.CacheBlocks} blocks (share {options.CacheShare}), load {options.Load} (arrivals ÷ {workload.TimeScale:F3}), seed {options.Seed}"));
        output.WriteLine("Simulated time. TTFT in seconds; imbalance = most ÷ mean prefill work; decisions per CPU-second of the scheduler.");
        output.WriteLine();
        var table = new TextTable("strategy", "hit", "bound", "mean", "p50", "p90", "p99", "imbalance", "within 2 s", "decisions/s");
        foreach (var result in results)
        {
            table.Add(
                result.Strategy,
                Format(result.HitRate, "F3"),
                Format(workload.Bound, "F3"),
                Format(result.MeanTtft, "F2"),
                Format(result.P50Ttft, "F2"),
                Format(result.P90Ttft, "F2"),
                Format(result.P99Ttft, "F2"),
                Format(result.Imbalance, "F2"),
                Format(result.WithinTwoSeconds, "P1"),
                Format(result.DecisionsPerSecond, "N0"));
        }

        table.Write(output);
    }

    public void WriteJson(TextWriter output, IReadOnlyList<ReplayResult> results) => output.WriteLine(JsonSerializer.Serialize(
        new
        {
            Machine = Machine.Describe(),
            Trace = Path.GetFileName(trace),
            Requests = workload.Requests.Count,
            Engine = engine,
            options.Workers,
            options.CacheShare,
            options.Load,
            options.Seed,
            CacheBlocksPerWorker = workload.CacheBlocks,
            workload.TimeScale,
            workload.Bound,
            Strategies = results,
        },
        s_json));

    private static string Format(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
