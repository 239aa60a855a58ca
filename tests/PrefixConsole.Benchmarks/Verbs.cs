using System.CommandLine;
using PrefixConsole.Benchmarks.ConsoleView;
using PrefixConsole.Benchmarks.GatewayLoad;
using PrefixConsole.Benchmarks.Ingest;
using PrefixConsole.Benchmarks.Micro;
using PrefixConsole.Benchmarks.PredictedTree;
using PrefixConsole.Benchmarks.Replay;
using PrefixConsole.Benchmarks.ReportedIndex;

namespace PrefixConsole.Benchmarks;

/// <summary>The verbs of the program. Exit codes: 0 done, 1 a check failed, 2 what was asked for cannot be done (message on standard error), 130 stopped by hand.</summary>
internal static class Verbs
{
    public const int Done = 0;
    public const int CheckFailed = 1;
    public const int BadUsage = 2;
    public const int Stopped = 130;

    public static async Task<int> RunAsync(string[] args, TextWriter? output = null, TextWriter? error = null)
    {
        output ??= Console.Out;
        error ??= Console.Error;
        var root = new RootCommand("Measures PrefixConsole: what its strategies save and what its hot paths cost.")
        {
            ReplayVerb.Create(output, error),
            IndexVerb.Create(output, error),
            IngestVerb.Create(output, error),
            TreeVerb.Create(output, error),
            MicroVerb.Create(),
            GatewayVerb.Create(output, error),
            ConsoleVerb.Create(output, error),
        };
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var wrong in parsed.Errors)
            {
                await error.WriteLineAsync(wrong.Message);
            }

            await error.WriteLineAsync("--help lists verbs and options.");
            return BadUsage;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false });
        }
        catch (UsageException e)
        {
            await error.WriteLineAsync(e.Message);
            return BadUsage;
        }
        catch (OperationCanceledException e)
        {
            await error.WriteLineAsync($"Stopped before the end: {e.Message}");
            return Stopped;
        }
    }
}
