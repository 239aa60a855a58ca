using System.CommandLine;

namespace PrefixConsole.Benchmarks.Replay;

/// <summary>`replay`: not built yet.</summary>
internal static class ReplayVerb
{
    public static Command Create(TextWriter output, TextWriter error)
    {
        var command = new Command("replay", "");
        command.SetAction(_ =>
        {
            error.WriteLine("not built yet");
            return Verbs.BadUsage;
        });
        return command;
    }
}
