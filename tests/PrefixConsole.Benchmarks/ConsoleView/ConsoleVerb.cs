using System.CommandLine;

namespace PrefixConsole.Benchmarks.ConsoleView;

/// <summary>`console`: how fast the console shows things, measured in a real Chromium, and what a tab costs.</summary>
internal static class ConsoleVerb
{
    public static Command Create(TextWriter output, TextWriter error)
    {
        var rate = new Option<double>("--rate") { DefaultValueFactory = _ => 1000, Description = "Decisions per second while the live tail is watched." };
        var seconds = new Option<double>("--seconds") { DefaultValueFactory = _ => 10, Description = "Length of one measurement." };
        var decisions = new Option<int>("--decisions") { DefaultValueFactory = _ => 100_000, Description = "Decisions in the log, and prompts in the tree, when pages are opened." };
        var tabs = new Option<int>("--tabs") { DefaultValueFactory = _ => 20, Description = "Tabs open at a time when their memory is measured." };
        var command = new Command("console", "The console in a real browser: decision to visible row, first paint, scrolling, bytes of a tab, memory of a circuit.") { rate, seconds, decisions, tabs };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var run = new ConsoleRun(parsed.GetValue(rate), TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(decisions), parsed.GetValue(tabs), output, error);
            output.WriteLine(Measuring.Machine.Describe());
            await run.RunAsync(cancellationToken);
            output.WriteLine($"afterwards: {Measuring.Machine.Describe()}");
            return Verbs.Done;
        });
        return command;
    }
}
