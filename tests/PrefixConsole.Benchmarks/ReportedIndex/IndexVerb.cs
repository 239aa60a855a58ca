using System.CommandLine;
using System.Globalization;
using PrefixConsole.Benchmarks.Measuring;
using PrefixConsole.Benchmarks.Output;

namespace PrefixConsole.Benchmarks.ReportedIndex;

/// <summary>`index`: a recorded stream of finds and KV events against the index of reported state.</summary>
internal static class IndexVerb
{
    private const int MaxRounds = 1000;
    private const int WarmUps = 2;

    public static Command Create(TextWriter output, TextWriter error)
    {
        var ops = new Option<string>("--ops") { Required = true, Description = "Operation stream (.ops, plain or gzip)." };
        var expand = new Option<int>("--expand") { DefaultValueFactory = _ => 1, Description = "Blocks that every recorded block is split into, 1 to 32." };
        var rounds = new Option<int>("--rounds") { DefaultValueFactory = _ => 5, Description = "Measured rounds after two to warm up; medians are printed." };
        var seconds = new Option<double>("--seconds") { DefaultValueFactory = _ => 1, Description = "Length of each measurement with two threads." };
        var command = new Command("index", "Replays a recorded stream of finds and KV events against the index of reported state.") { ops, expand, rounds, seconds };
        command.SetAction(parsed =>
        {
            var (blocks, times, length) = (parsed.GetValue(expand), parsed.GetValue(rounds), parsed.GetValue(seconds));
            Require(blocks is >= 1 and <= 32, "--expand must be 1 to 32");
            Require(times is >= 1 and <= MaxRounds, $"--rounds must be 1 to {MaxRounds}");
            Require(length is > 0 and <= 60, "--seconds must be above 0 and at most 60");
            return Run(OperationReader.Read(parsed.GetValue(ops)!, blocks), blocks, times, TimeSpan.FromSeconds(length), output, error);
        });
        return command;
    }

    private static void Require(bool met, string message)
    {
        if (!met)
        {
            throw new UsageException(message);
        }
    }

    private static int Run(OperationStream stream, int expand, int rounds, TimeSpan together, TextWriter output, TextWriter error)
    {
        output.WriteLine(Machine.Describe());
        output.WriteLine($"{stream.Finds.Count:N0} finds, {stream.Events.Count:N0} events of {stream.EventBlocks:N0} blocks, {stream.Workers} workers, expand {expand}");
        var expected = NaiveIndex.Checksum(stream);
        var replay = new IndexReplay(stream, together);
        var figures = new List<IndexFigures>();
        for (var round = 1 - WarmUps; round <= rounds; round++)
        {
            error.WriteLine(round < 1 ? "warming up" : $"round {round} of {rounds}");
            figures.Add(replay.Run());
        }

        figures.RemoveRange(0, WarmUps);
        Print(figures, RecordedPeer.For(expected), output);
        var exact = figures.TrueForAll(f => f.Checksum == expected && f.ChecksumBesideWriter);
        output.WriteLine($"checksum {figures[0].Checksum}, of a naive model {expected}, beside a writer {(figures.TrueForAll(f => f.ChecksumBesideWriter) ? "the same" : "DIFFERENT")}; {figures[0].Pairs:N0} resident pairs");
        output.WriteLine($"load average afterwards: {Machine.Describe()}");
        return exact ? Verbs.Done : Verbs.CheckFailed;
    }

    private static void Print(List<IndexFigures> figures, RecordedPeer? peer, TextWriter output)
    {
        var table = new TextTable("median of rounds", "median", "min", "max", "target", "Dynamo CRTC, recorded");
        void Row(string name, Func<IndexFigures, double> figure, string format, string target = "", string recorded = "")
        {
            var all = new Quantiles(figures.Select(figure));
            table.Add(name, Text(all.Median, format), Text(all.Min, format), Text(all.Max, format), target, recorded);
        }

        Row("events/s, one thread, CPU", f => f.EventsPerSecondWithRoom, "N0", AtLeast(1.5 * peer?.EventsPerSecond), Plain(peer?.EventsPerSecond));
        Row("  million blocks/s", f => f.BlocksPerSecondWithRoom / 1e6, "N1");
        Row("  caches' sizes unknown: events/s", f => f.EventsPerSecond, "N0");
        Row("  million blocks/s", f => f.BlocksPerSecond / 1e6, "N1");
        Row("finds/s, one thread, CPU", f => f.FindsPerSecond, "N0", AtLeast(1.5 * peer?.FindsPerSecond), Plain(peer?.FindsPerSecond));
        Row("  with chaining the hashes", f => f.FindsPerSecondFromLocals, "N0");
        Row("find p50, µs", f => f.Find.Median, "N2");
        Row("find p99, µs", f => f.Find.At(.99), "N2");
        Row("bytes per resident pair", f => f.BytesPerPair, "N1", AtMost(peer?.BytesPerPair / 2), peer?.BytesPerPair.ToString("N1", CultureInfo.InvariantCulture) ?? "");
        Row("one writer, one reader: million blocks/s", f => f.BlocksPerSecondBesideReader / 1e6, "N1");
        Row("  finds/s", f => f.FindsPerSecondBesideWriter, "N0");
        Row("  find p50, µs", f => f.FindBesideWriter.Median, "N2");
        Row("  find p99, µs", f => f.FindBesideWriter.At(.99), "N2", AtMost(5));
        Row("two readers: finds/s", f => f.FindsPerSecondOfTwo, "N0");
        Row("  find p99, µs", f => f.FindOfTwo.At(.99), "N2");
        table.Write(output);
    }

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    private static string Plain(double? value) => value is { } number ? Text(number, "N0") : "";

    private static string AtLeast(double? value) => value is { } number ? $"≥ {Text(number, "N0")}" : "";

    private static string AtMost(double? value) => value is { } number ? $"≤ {Text(number, "N1")}" : "";
}
