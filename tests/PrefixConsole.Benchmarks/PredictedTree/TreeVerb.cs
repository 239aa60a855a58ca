using System.CommandLine;

namespace PrefixConsole.Benchmarks.PredictedTree;

/// <summary>`tree`: not built yet.</summary>
internal static class TreeVerb
{
    public static Command Create(TextWriter output, TextWriter error)
    {
        var command = new Command("tree", "");
        command.SetAction(_ =>
        {
            error.WriteLine("not built yet");
            return Verbs.BadUsage;
        });
        return command;
    }
}
