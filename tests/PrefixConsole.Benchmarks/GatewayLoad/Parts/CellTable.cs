using PrefixConsole.Benchmarks.GatewayLoad.Contenders;
using PrefixConsole.Benchmarks.Output;

namespace PrefixConsole.Benchmarks.GatewayLoad.Parts;

/// <summary>Prints a cell: medians over the rounds, and ratios to one contender taken within each round.</summary>
internal static class CellTable
{
    public static void Write(TextWriter output, Cell cell, string reference = Contender.Yarp)
    {
        output.WriteLine(cell.Name);
        var table = new TextTable("", "req/s", "of " + reference, "p50 ms", "p99 ms", "CPU µs/req", "of " + reference, "errors");
        foreach (var name in cell.Contenders.Order(StringComparer.Ordinal))
        {
            table.Add(
                name,
                Target.Number(cell.Median(name, f => f.Load.Rate)),
                Target.Number(cell.Ratio(name, reference, f => f.Load.Rate)),
                Target.Number(cell.Median(name, f => f.Load.P50)),
                Target.Number(cell.Median(name, f => f.Load.P99)),
                Target.Number(cell.Median(name, f => f.CpuPerRequest)),
                Target.Number(cell.Ratio(name, reference, f => f.CpuPerRequest)),
                cell.ErrorsOf(name).ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        table.Write(output);
        output.WriteLine();
    }
}
