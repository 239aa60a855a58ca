using System.CommandLine;
using PrefixConsole.Benchmarks.Traces;
using PrefixConsole.Routing.Strategies;

namespace PrefixConsole.Benchmarks.Replay;

/// <summary>`replay`: what each strategy makes of a trace, in virtual time.</summary>
internal static class ReplayVerb
{
    private const string Reported = "reported";
    private const string Predicted = "predicted";
    private const string Both = "both";
    private const int WarmUpRequests = 1000;

    public static Command Create(TextWriter output, TextWriter error)
    {
        var trace = new Option<string>("--trace") { Description = "Trace in Mooncake's JSONL, plain or gzip.", Required = true };
        var workers = new Option<int>("--workers") { Description = "Simulated workers.", DefaultValueFactory = _ => 8 };
        var share = new Option<double>("--cache-share") { Description = "Blocks of all caches ÷ unique blocks of the trace.", DefaultValueFactory = _ => 0.3 };
        var load = new Option<double>("--load") { Description = "Share of the fleet's prefill time that an infinite shared cache would leave.", DefaultValueFactory = _ => 0.85 };
        var strategy = new Option<string>("--strategy") { Description = "all, or names like round-robin,approximate-tree(gate=fleet,holder=last).", DefaultValueFactory = _ => StrategyArgument.All };
        var engine = new Option<string>("--engine") { Description = "plain (the reference simulator's) or vllm (the simulated workers').", DefaultValueFactory = _ => PlainEngineModel.ModelName };
        var state = new Option<string>("--state") { Description = "What strategies know of caches: reported (what engines report), predicted (what was sent to them), or both, one row each.", DefaultValueFactory = _ => Reported };
        var seed = new Option<int>("--seed") { Description = "Seed of the strategies' draws.", DefaultValueFactory = _ => 1 };
        var limit = new Option<int>("--limit") { Description = "Replay only the first so many requests.", DefaultValueFactory = _ => int.MaxValue };
        var json = new Option<bool>("--json") { Description = "Print one JSON document." };
        var command = new Command("replay", "Replays a trace through the real scheduler in virtual time. Simulated: nothing here is a GPU measurement.")
        {
            trace, workers, share, load, strategy, engine, state, seed, limit, json,
        };
        command.SetAction(parsed =>
        {
            var options = new ReplayOptions
            {
                Workers = parsed.GetValue(workers),
                CacheShare = parsed.GetValue(share),
                Load = parsed.GetValue(load),
                Seed = parsed.GetValue(seed),
                Limit = parsed.GetValue(limit),
            };
            options.Check();
            var model = CreateModel(parsed.GetValue(engine)!);
            var catalog = new StrategyCatalog();
            var specs = StrategyArgument.Parse(parsed.GetValue(strategy)!, catalog);
            var states = ReadStates(parsed.GetValue(state)!);
            var path = parsed.GetValue(trace)!;
            var workload = ReplayWorkload.Prepare(TraceReader.Read(path), model, options);
            var report = new ReplayReport(path, model.Name, options, workload);
            var progress = new ReplayProgress(error, ReferenceEquals(error, Console.Error) && !Console.IsErrorRedirected);
            var results = Run(workload, model, [.. states.Select(reports => options with { Reports = reports })], catalog, specs, progress);
            if (parsed.GetValue(json))
            {
                report.WriteJson(output, results);
            }
            else
            {
                report.WriteTable(output, results);
            }

            return Verbs.Done;
        });
        return command;
    }

    private static List<ReplayResult> Run(
        ReplayWorkload workload,
        IEngineModel model,
        ReplayOptions[] variants,
        StrategyCatalog catalog,
        List<NamedSpec> specs,
        ReplayProgress progress)
    {
        // Unmeasured, or the decisions per second of a strategy would be those of code that was not compiled yet.
        var head = workload with { Requests = [.. workload.Requests.Take(WarmUpRequests)] };
        var results = new List<ReplayResult>(specs.Count * variants.Length);
        foreach (var (name, spec, options) in specs.SelectMany(named => variants.Select(variant => (Label(named, variant), named.Spec, variant))))
        {
            new ReplayRun(head, model, options, catalog, spec).Run(name, _ => { });
            progress.Start(name, results.Count + 1, specs.Count * variants.Length, workload.Requests.Count);
            results.Add(new ReplayRun(workload, model, options, catalog, spec).Run(name, progress.Advance));
            progress.End();
        }

        return results;
    }

    private static string Label(NamedSpec named, ReplayOptions options) => options.Reports ? named.Name : $"{named.Name} [{Predicted}]";

    private static bool[] ReadStates(string state) => state switch
    {
        Reported => [true],
        Predicted => [false],
        Both => [true, false],
        _ => throw new UsageException($"--state: '{state}' is unknown; known: {Reported}, {Predicted}, {Both}"),
    };

    private static IEngineModel CreateModel(string name) => name switch
    {
        PlainEngineModel.ModelName => new PlainEngineModel(),
        VllmEngineModel.ModelName => new VllmEngineModel(),
        _ => throw new UsageException($"--engine: '{name}' is unknown; known: {PlainEngineModel.ModelName}, {VllmEngineModel.ModelName}"),
    };
}
