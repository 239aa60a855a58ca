using System.CommandLine;
using BenchmarkDotNet.Running;
using PrefixConsole.Benchmarks.Measuring;

namespace PrefixConsole.Benchmarks.Micro;

/// <summary><c>micro</c>: BenchmarkDotNet over the hot paths; <c>micro decision</c>: percentiles and bytes of a decision.</summary>
internal static class MicroVerb
{
    public static Command Create()
    {
        var filter = new Option<string>("--filter")
        {
            Description = "Benchmarks to run, as a glob over Class.Method.",
            DefaultValueFactory = _ => "*",
        };
        var verb = new Command("micro", "Hot paths one by one: hashing, overlap, decision, events, decision log.") { filter, CreateDecision() };
        verb.SetAction(parsed =>
        {
            var output = parsed.InvocationConfiguration.Output;
            output.WriteLine(Machine.Describe());
            var ran = BenchmarkSwitcher
                .FromTypes(
                [
                    typeof(HashingBenchmarks), typeof(OverlapBenchmarks), typeof(DecisionBenchmarks), typeof(DecodeBenchmarks), typeof(EventBenchmarks),
                    typeof(PublishBenchmarks),
                ])
                .Run(["--filter", "*" + parsed.GetValue(filter)!], MicroConfig.Create())
                .ToArray();
            if (ran.Length == 0 || ran.All(summary => summary.BenchmarksCases.Length == 0))
            {
                throw new UsageException($"--filter {parsed.GetValue(filter)}: no benchmark has such a name");
            }

            return ran.Any(summary => summary.HasCriticalValidationErrors || summary.Reports.Any(report => !report.Success))
                ? Verbs.CheckFailed
                : Verbs.Done;
        });
        return verb;
    }

    private static Command CreateDecision()
    {
        var calls = new Option<int>("--calls") { Description = "Decisions measured per strategy.", DefaultValueFactory = _ => DecisionPass.DefaultCalls };
        var sessions = new Option<int>("--sessions") { Description = "Sessions whose prefixes are held.", DefaultValueFactory = _ => LoadedFleet.DefaultSessions };
        var strategy = new Option<string?>("--strategy") { Description = "Only this strategy." };
        var verb = new Command("decision", "Percentiles and bytes of a decision, per strategy, at 64 and 512 workers.") { calls, sessions, strategy };
        verb.SetAction(parsed =>
        {
            var count = parsed.GetValue(calls);
            if (count < 1)
            {
                throw new UsageException($"--calls {count}: at least 1");
            }

            var held = parsed.GetValue(sessions);
            if (held < 1)
            {
                throw new UsageException($"--sessions {held}: at least 1");
            }

            var only = parsed.GetValue(strategy);
            if (only is not null && !CatalogSpecs.Names.Contains(only))
            {
                throw new UsageException($"--strategy {only}: unknown; known: {string.Join(", ", CatalogSpecs.Names)}");
            }

            DecisionPass.Run(parsed.InvocationConfiguration.Output, count, held, only);
            return Verbs.Done;
        });
        return verb;
    }
}
