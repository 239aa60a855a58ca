using System.Globalization;
using PrefixConsole.Benchmarks.Measuring;
using PrefixConsole.Benchmarks.Output;
using PrefixConsole.Benchmarks.Traces;

namespace PrefixConsole.Benchmarks.PredictedTree;

/// <summary>Prints what the `tree` verb measured. Every figure is the median of the rounds.</summary>
internal sealed class TreeReport(TextWriter output)
{
    public void Head(IReadOnlyList<TraceRequest> trace, TreeOptions options)
    {
        output.WriteLine(Machine.Describe());
        output.WriteLine(Format($"{trace.Count:N0} requests, {trace.Sum(r => (long)r.Blocks.Length):N0} ids of {PromptExpansion.TokensPerId} tokens or {TextExpansion.CharactersPerId} characters, {options.Workers} workers, 1 thread, median of {options.Rounds} rounds"));
        output.WriteLine(Format($"choice: deepest overlap, then fewest prompts so far, then lowest slot; CPU clock of the thread, one reading costs {ClockCost():F2} µs and nothing is subtracted"));
    }

    public void Mode(PromptExpansion mode, IReadOnlyList<TreeRound> rounds, PeerFigures peers)
    {
        output.WriteLine();
        output.WriteLine(mode.Name);
        var table = new TextTable("µs of CPU per request", "requests/CPU-s", "p50", "p99", "p99.9", "max");
        foreach (var (pass, of) in new (string, Func<TreeRound, PassTimes>)[] { ("cold", r => r.Cold), ("warm", r => r.Warm) })
        {
            List<PassTimes> times = [.. rounds.Select(of)];
            Row(table, $"match + insert, {pass} (from hashed blocks)", Median(times.Select(t => t.TreeRate)), times.Select(t => t.TreeMicros));
            Row(table, $"whole path, {pass} (with hashing)", Median(times.Select(t => t.WholeRate)), times.Select(t => t.WholeMicros));
            Row(table, $"  hash, {pass}", null, times.Select(t => t.HashMicros));
            Row(table, $"  match, {pass}", null, times.Select(t => t.MatchMicros));
            Row(table, $"  choose + insert, {pass}", null, times.Select(t => t.InsertMicros));
        }

        table.Add("SGLang kv-index, conversation trace, cold (recorded elsewhere)", peers.Cold, peers.ColdP50, peers.ColdP99, peers.ColdP999, "");
        table.Add("SGLang kv-index, conversation trace, warm (recorded elsewhere)", peers.Warm, peers.WarmP50, peers.WarmP99, "", "");
        table.Write(output);
        var last = rounds[^1];
        var bytes = Median(rounds.Select(r => (double)r.LiveBytes));
        var tokens = (double)last.Distinct * PromptExpansion.TokensPerId / mode.BlocksPerId;
        output.WriteLine(Format($"memory: {bytes / 1e6:F1} MB live for {last.Distinct:N0} distinct blocks ({last.Held:N0} held) in {last.Nodes:N0} nodes = {bytes / last.Distinct:F2} B per distinct block, {bytes / tokens:F3} B per token; SGLang kv-index {peers.Memory} resident (recorded elsewhere)"));
    }

    public void Matched(int[] matched, IReadOnlyList<TraceRequest> trace)
    {
        var (found, all) = (matched.Sum(m => (long)m), trace.Sum(r => (long)r.Blocks.Length));
        output.WriteLine(Format($"check: first pass matched {found:N0} of {all:N0} ids ({100.0 * found / Math.Max(1, all):F2} %), request by request what a set of prefixes says"));
    }

    public void Evictions(IReadOnlyList<Eviction> runs)
    {
        var any = runs[0];
        var rate = Median(runs.Select(r => r.Times.TreeRate));
        var longest = Median(runs.Select(r => r.Times.LongestInsertMicros(withCollections: true)));
        var quiet = Median(runs.Select(r => r.Times.LongestInsertMicros(withCollections: false)));
        output.WriteLine(Format($"eviction: budget {any.Budget:N0} blocks, {any.Served:N0} served, {any.Held:N0} held at the end: {rate:N0} requests/CPU-s, insert p50 {Median(runs.Select(r => r.Times.InsertMicros.Median)):F1}, p99 {Median(runs.Select(r => r.Times.InsertMicros.At(0.99))):F1} µs, longest insert {longest:N0} µs ({quiet:N0} µs without garbage collections, which {any.Times.Collected.Count} of {any.Times.Insert.Length:N0} inserts met)"));
    }

    public void Reads(IReadOnlyList<ConsoleReads> runs)
    {
        var table = new TextTable("µs of wall clock per insert", "p50", "p99", "p99.9", "max");
        Row(table, "alone", runs.Select(r => r.Alone.InsertMicros));
        Row(table, "beside a thread that reads Largest(300) and Children without a pause", runs.Select(r => r.Beside.InsertMicros));
        table.Write(output);
        output.WriteLine(Format($"reads beside it: {Median(runs.Select(r => (double)r.Reads)):N0} of each kind, longest Largest(300) {Median(runs.Select(r => r.LongestReadMs)):F1} ms"));
    }

    public void Hashing(IReadOnlyList<(PromptExpansion Mode, Quantiles Micros)> times)
    {
        output.WriteLine();
        var table = new TextTable("µs of CPU to hash 24 ids = 12,288 tokens or 49,152 bytes", "p50", "p99");
        foreach (var (mode, micros) in times)
        {
            table.Add(mode.Name, Micros(micros.Median), Micros(micros.At(0.99)));
        }

        table.Write(output);
    }

    private static void Row(TextTable table, string name, double? rate, IEnumerable<Quantiles> micros)
    {
        List<Quantiles> all = [.. micros];
        table.Add(name, rate is { } perSecond ? Format($"{perSecond:N0}") : "", Median(all, 0.5), Median(all, 0.99), Median(all, 0.999), Median(all, 1));
    }

    private static void Row(TextTable table, string name, IEnumerable<Quantiles> micros)
    {
        List<Quantiles> all = [.. micros];
        table.Add(name, Median(all, 0.5), Median(all, 0.99), Median(all, 0.999), Median(all, 1));
    }

    private static double ClockCost()
    {
        const int readings = 20_000;
        var start = ThreadClock.Nanoseconds();
        for (var i = 1; i < readings; i++)
        {
            ThreadClock.Nanoseconds();
        }

        return (ThreadClock.Nanoseconds() - start) / 1e3 / readings;
    }

    private static string Median(IEnumerable<Quantiles> rounds, double quantile) => Micros(Median(rounds.Select(r => r.At(quantile))));

    private static double Median(IEnumerable<double> values) => new Quantiles(values).Median;

    private static string Micros(double value) => value.ToString("F1", CultureInfo.InvariantCulture);

    private static string Format(FormattableString text) => FormattableString.Invariant(text);
}
