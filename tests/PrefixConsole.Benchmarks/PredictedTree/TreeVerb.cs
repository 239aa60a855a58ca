using System.CommandLine;
using PrefixConsole.Benchmarks.Traces;

namespace PrefixConsole.Benchmarks.PredictedTree;

/// <summary>`tree`: speed, memory, eviction and display of the predicted tree over a trace, in tokens and in text.</summary>
internal static class TreeVerb
{
    public static Command Create(TextWriter output, TextWriter error)
    {
        var trace = new Option<string>("--trace") { Required = true, Description = "Trace in Mooncake's JSONL, plain or gzip." };
        var workers = new Option<int>("--workers") { DefaultValueFactory = _ => 8, Description = "Workers." };
        var budget = new Option<long>("--budget") { DefaultValueFactory = _ => TreeOptions.DefaultBudget, Description = "Tokens the tree may hold in the eviction run (4 bytes of text stand for one)." };
        var rounds = new Option<int>("--rounds") { DefaultValueFactory = _ => 5, Description = "Rounds; every figure is their median." };
        var command = new Command("tree", "Measures the predicted prefix tree: match, insert, hashing, memory, eviction, reads beside it.") { trace, workers, budget, rounds };
        command.SetAction(parsed =>
        {
            var options = new TreeOptions(parsed.GetValue(workers), parsed.GetValue(budget), parsed.GetValue(rounds)).Checked();
            return Run(ReadTrace(parsed.GetValue(trace)!), options, output, error);
        });
        return command;
    }

    private static List<TraceRequest> ReadTrace(string path)
    {
        var trace = TraceReader.Read(path);
        var tooLong = trace.FindIndex(request => request.Blocks.Length > PromptExpansion.MaxIds);
        return tooLong < 0 ? trace : throw new UsageException($"--trace: request {tooLong + 1} has more than {PromptExpansion.MaxIds:N0} hash_ids");
    }

    private static int Run(List<TraceRequest> trace, TreeOptions options, TextWriter output, TextWriter error)
    {
        var report = new TreeReport(output);
        report.Head(trace, options);
        var expected = PrefixSet.Matched(trace);
        foreach (var (expansion, peers) in new (PromptExpansion, PeerFigures)[] { (new TokenExpansion(), PeerFigures.Tokens), (new TextExpansion(), PeerFigures.Text) })
        {
            // compiles and settles everything the rounds use
            TreeRound.Run(trace, expansion, options.Workers);
            List<TreeRound> rounds = [.. Enumerable.Range(0, options.Rounds).Select(_ => TreeRound.Run(trace, expansion, options.Workers))];
            report.Mode(expansion, rounds, peers);
            var wrong = rounds.Select(round => FirstDifference(round, expected, expansion.BlocksPerId)).FirstOrDefault(i => i >= 0, -1);
            if (wrong >= 0)
            {
                error.WriteLine($"Check failed: {expansion.Name}, request {wrong + 1}: the tree does not match the {expected[wrong]} leading ids that were served before");
                return Verbs.CheckFailed;
            }

            report.Matched(expected, trace);
            report.Evictions([.. Enumerable.Range(0, options.Rounds).Select(_ => Eviction.Run(trace, expansion, options.Workers, options.BudgetTokens))]);
            report.Reads([.. Enumerable.Range(0, options.Rounds).Select(_ => ConsoleReads.Run(trace, expansion, options.Workers))]);
        }

        report.Hashing(HashingTime.Measure(options.Rounds));
        return Verbs.Done;
    }

    /// <summary>Nothing was forgotten, so the deepest worker of the first pass holds exactly what anyone was served before.</summary>
    private static int FirstDifference(TreeRound round, int[] expected, int blocksPerId) =>
        Array.FindIndex([.. expected.Zip(round.Cold.Matched, (ids, blocks) => ids * blocksPerId == blocks)], same => !same);
}
