using System.Globalization;
using PrefixConsole.Benchmarks.Measuring;
using PrefixConsole.Benchmarks.Output;

namespace PrefixConsole.Benchmarks.Micro;

/// <summary>The percentiles of a decision, which BenchmarkDotNet's means do not show.</summary>
internal static class DecisionPass
{
    public const int WarmUp = 3000;
    public const int DefaultCalls = 10_000;

    private static readonly (int Workers, int TargetMicroseconds)[] s_fleets = [(64, 100), (512, 500)];

    public static void Run(TextWriter output, int calls, int sessions, string? only)
    {
        output.WriteLine(Machine.Describe());
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Schedule of a {LoadedFleet.PromptTokens}-token prompt, hashed before; {sessions} sessions held, {calls} calls, one thread. µs and bytes."));
        foreach (var (workers, target) in s_fleets)
        {
            var table = new TextTable(
                string.Create(CultureInfo.InvariantCulture, $"{workers} workers"),
                "wall p50", "p99", "p99.9", "CPU p50", "p99", "p99.9", "p99 target", "overlap p50", "p99", "choose p50", "p99", "record B", "lease B", "beyond B");
            foreach (var name in CatalogSpecs.Names.Where(name => only is null || name == only))
            {
                var cost = DecisionCost.Measure(new LoadedFleet(workers, CatalogSpecs.Of(name), sessions), WarmUp, calls);
                table.Add(
                    name, Micros(cost.Wall, 0.5), Micros(cost.Wall, 0.99), Micros(cost.Wall, 0.999),
                    Micros(cost.Cpu, 0.5), Micros(cost.Cpu, 0.99), Micros(cost.Cpu, 0.999),
                    string.Create(CultureInfo.InvariantCulture, $"≤ {target}"),
                    Micros(cost.Overlap, 0.5), Micros(cost.Overlap, 0.99), Micros(cost.Choose, 0.5), Micros(cost.Choose, 0.99),
                    Bytes(cost.Record), Bytes(cost.Lease), Bytes(cost.Beyond));
            }

            output.WriteLine();
            table.Write(output);
        }
    }

    private static string Micros(Quantiles sample, double quantile) => sample.At(quantile).ToString("F1", CultureInfo.InvariantCulture);

    private static string Bytes(double bytes) => bytes.ToString("F0", CultureInfo.InvariantCulture);
}
