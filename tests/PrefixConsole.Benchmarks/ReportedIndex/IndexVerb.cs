using System.CommandLine;

namespace PrefixConsole.Benchmarks.ReportedIndex;

/// <summary>`index`: not built yet.</summary>
internal static class IndexVerb
{
    public static Command Create(TextWriter output, TextWriter error)
    {
        var command = new Command("index", "");
        command.SetAction(_ =>
        {
            error.WriteLine("not built yet");
            return Verbs.BadUsage;
        });
        return command;
    }
}
