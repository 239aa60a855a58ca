using PrefixConsole.Benchmarks.GatewayLoad.Contenders;
using PrefixConsole.Benchmarks.Output;

namespace PrefixConsole.Benchmarks.GatewayLoad.Parts;

/// <summary>Latency added at a rate that all contenders bear, against the same request sent straight to the echo server.</summary>
internal static class PacedPart
{
    private static readonly (int Kilobytes, int Connections, double Rate, double P50, double P99)[] s_loads =
    [
        (4, 32, 1000, 0.5, 2),
        (220, 20, 500, 5, 20),
    ];

    public static async Task<IEnumerable<Target>> RunAsync(Bench bench, CancellationToken cancellationToken)
    {
        List<Target> targets = [];
        foreach (var load in s_loads)
        {
            var name = $"{load.Kilobytes} KB prompts, {load.Rate} requests/s paced, {load.Connections} connections";
            var cell = await bench.PacedAsync(name, bench.Bodies(load.Kilobytes, stream: false), load.Connections, load.Rate, [.. bench.Started], cancellationToken);
            Write(bench.Output, cell);
            targets.Add(new Target($"added p50, {name}", cell.Difference(Contender.Gateway, Contender.Direct, f => f.Load.P50), load.P50, AtLeast: false, " ms"));
            targets.Add(new Target($"added p99, {name}", cell.Difference(Contender.Gateway, Contender.Direct, f => f.Load.P99), load.P99, AtLeast: false, " ms"));
        }

        return targets;
    }

    private static void Write(TextWriter output, Cell cell)
    {
        output.WriteLine(cell.Name);
        var table = new TextTable("", "req/s", "p50 ms", "p99 ms", "added p50", "added p99", "CPU µs/req", "errors");
        foreach (var name in cell.Contenders.Order(StringComparer.Ordinal))
        {
            table.Add(
                name,
                Target.Number(cell.Median(name, f => f.Load.Rate)),
                Target.Number(cell.Median(name, f => f.Load.P50)),
                Target.Number(cell.Median(name, f => f.Load.P99)),
                Target.Number(cell.Difference(name, Contender.Direct, f => f.Load.P50)),
                Target.Number(cell.Difference(name, Contender.Direct, f => f.Load.P99)),
                Target.Number(cell.Median(name, f => f.CpuPerRequest)),
                cell.ErrorsOf(name).ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        table.Write(output);
        output.WriteLine();
    }
}
