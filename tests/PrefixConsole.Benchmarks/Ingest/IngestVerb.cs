using System.CommandLine;
using System.Globalization;
using PrefixConsole.Benchmarks.Measuring;
using PrefixConsole.Benchmarks.Micro;
using PrefixConsole.Benchmarks.Output;
using PrefixConsole.Routing.Strategies;

namespace PrefixConsole.Benchmarks.Ingest;

/// <summary>`ingest`: KV events from real sockets into the index, and what that does to decisions.</summary>
internal static class IngestVerb
{
    private const int MaxWorkers = 256;
    private const int Decisions = 2_000;

    public static Command Create(TextWriter output, TextWriter error)
    {
        var workers = new Option<int>("--workers") { DefaultValueFactory = _ => 64, Description = $"Engines that publish, 1 to {MaxWorkers}." };
        var seconds = new Option<double>("--seconds") { DefaultValueFactory = _ => 5, Description = "Length of one measurement." };
        var rounds = new Option<int>("--rounds") { DefaultValueFactory = _ => 3, Description = "Measurements; medians are printed." };
        var rate = new Option<double>("--rate") { DefaultValueFactory = _ => 100_000, Description = "Blocks per second while decisions are measured." };
        var strategy = new Option<string>("--strategy") { DefaultValueFactory = _ => StrategyNames.PrecisePrefix, Description = "Strategy of those decisions." };
        var command = new Command("ingest", "KV events from real sockets into the index: blocks per second of CPU, and decisions with and without a flood.")
        {
            workers, seconds, rounds, rate, strategy,
        };
        command.Add(PublisherProgram.CreateCommand());
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var (count, length, times, paced) = (parsed.GetValue(workers), parsed.GetValue(seconds), parsed.GetValue(rounds), parsed.GetValue(rate));
            Require(count is >= 1 and <= MaxWorkers, $"--workers must be 1 to {MaxWorkers}");
            Require(length is > 0 and <= 60, "--seconds must be above 0 and at most 60");
            Require(times is >= 1 and <= 100, "--rounds must be 1 to 100");
            Require(paced is >= 1000 and <= 1e8, "--rate must be 1,000 to 100,000,000");
            var name = parsed.GetValue(strategy)!;
            Require(CatalogSpecs.Names.Contains(name), $"--strategy must be one of {string.Join(", ", CatalogSpecs.Names)}");
            return await RunAsync(count, TimeSpan.FromSeconds(length), times, paced, name, output, error, cancellationToken);
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

    private static async Task<int> RunAsync(int workers, TimeSpan length, int rounds, double rate, string strategy, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        output.WriteLine(Machine.Describe());
        output.WriteLine(Invariant($"{workers} workers; a batch is a map of vLLM's that stores {BatchSet.Blocks} blocks of {BatchSet.BlockTokens} tokens and drops as many"));
        error.WriteLine("payload to index, one thread");
        var alone = new List<(double Decoding, double Applying)>();
        for (var round = 0; round < rounds; round++)
        {
            alone.Add(await ApplyAlone.MeasureAsync(workers, BatchSet.Count * 2));
        }

        // as in the application: the scheduler's index is the one that is written to
        var fleet = new LoadedFleet(workers, CatalogSpecs.Of(strategy));
        await using var side = new IngestSide(fleet.Reported);
        using var flood = await Flood.StartAsync(side, workers, cancellationToken);
        error.WriteLine("warming up");
        await flood.RunAsync(length, 0, cancellationToken);
        var sockets = new List<SocketFigures>();
        for (var round = 1; round <= rounds; round++)
        {
            error.WriteLine(Invariant($"sockets, round {round} of {rounds}"));
            sockets.Add(await SocketFigures.MeasureAsync(flood, length, cancellationToken));
        }

        PrintRates(alone, sockets, output);
        DecisionCost.Measure(fleet, DecisionPass.WarmUp, Decisions);
        var quiet = new List<DecisionCost>();
        var flooded = new List<DecisionCost>();
        for (var round = 1; round <= rounds; round++)
        {
            error.WriteLine(Invariant($"decisions, round {round} of {rounds}"));
            quiet.Add(DecisionCost.Measure(fleet, 0, Decisions));
            flooded.Add(await UnderFloodAsync(fleet, flood, rate, cancellationToken));
        }

        PrintDecisions(strategy, quiet, flooded, rate, output);
        side.RequireNothingLost();
        output.WriteLine($"nothing was lost; afterwards: {Machine.Describe()}");
        return Verbs.Done;
    }

    /// <summary>The flood runs on beside the decisions until these are done.</summary>
    private static async Task<DecisionCost> UnderFloodAsync(LoadedFleet fleet, Flood flood, double rate, CancellationToken cancellationToken)
    {
        using var done = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var deciding = Task.Factory.StartNew(
            () => DecisionCost.Measure(fleet, 200, Decisions), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        while (!deciding.IsCompleted)
        {
            await flood.RunAsync(TimeSpan.FromMilliseconds(200), rate, cancellationToken);
        }

        return await deciding;
    }

    private static void PrintRates(List<(double Decoding, double Applying)> alone, List<SocketFigures> sockets, TextWriter output)
    {
        var table = new TextTable("median of rounds", "median", "min", "max", "target");
        void Row<T>(string name, List<T> figures, Func<T, double> figure, string format, string target = "")
        {
            var all = new Quantiles(figures.Select(figure));
            table.Add(name, Text(all.Median, format), Text(all.Min, format), Text(all.Max, format), target);
        }

        Row("decoding alone, one thread: million blocks stored per CPU second", alone, a => a.Decoding, "N2");
        Row("payload to index, one thread: million blocks stored per CPU second", alone, a => a.Applying, "N2");
        Row("socket to index: million blocks stored per CPU second of the process", sockets, s => s.BlocksPerCpuSecond / 1e6, "N2", "≥ 1");
        Row("  stored or dropped", sockets, s => 2 * s.BlocksPerCpuSecond / 1e6, "N2");
        Row("  million blocks stored per second of wall clock", sockets, s => s.BlocksPerSecond / 1e6, "N2");
        Row("  CPU used, cores", sockets, s => s.Cores, "N2");
        Row("  bytes allocated per block", sockets, s => s.AllocatedPerBlock, "N1");
        Row("  managed memory afterwards, MB", sockets, s => s.LiveBytes / 1e6, "N1");
        Row("  of the process, MB", sockets, s => s.ProcessBytes / 1e6, "N1");
        table.Write(output);
    }

    private static void PrintDecisions(string strategy, List<DecisionCost> quiet, List<DecisionCost> flooded, double rate, TextWriter output)
    {
        output.WriteLine();
        output.WriteLine(Invariant($"decisions of {strategy}, {LoadedFleet.PromptTokens} tokens, µs; rounds alternate; median of rounds"));
        var table = new TextTable("", "quiet", Invariant($"with {rate:N0} blocks/s"), "change", "target");
        void Row(string name, Func<DecisionCost, double> figure, string target = "")
        {
            var (without, with) = (new Quantiles(quiet.Select(figure)).Median, new Quantiles(flooded.Select(figure)).Median);
            table.Add(name, Text(without, "N1"), Text(with, "N1"), Text(100 * ((with / without) - 1), "+0;-0") + " %", target);
        }

        Row("CPU p50", d => d.Cpu.Median);
        Row("CPU p99", d => d.Cpu.At(0.99), "< +10 %");
        Row("wall p50", d => d.Wall.Median);
        Row("wall p99", d => d.Wall.At(0.99), "< +10 %");
        table.Write(output);
    }

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
