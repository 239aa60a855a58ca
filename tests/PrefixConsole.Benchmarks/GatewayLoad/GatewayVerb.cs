using System.CommandLine;

namespace PrefixConsole.Benchmarks.GatewayLoad;

/// <summary>`gateway`: not built yet.</summary>
internal static class GatewayVerb
{
    public static Command Create(TextWriter output, TextWriter error)
    {
        var command = new Command("gateway", "");
        command.SetAction(_ =>
        {
            error.WriteLine("not built yet");
            return Verbs.BadUsage;
        });
        return command;
    }
}
