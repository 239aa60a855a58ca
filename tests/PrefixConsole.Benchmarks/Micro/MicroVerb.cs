using System.CommandLine;

namespace PrefixConsole.Benchmarks.Micro;

/// <summary>`micro`: not built yet.</summary>
internal static class MicroVerb
{
    public static Command Create() => new("micro", "");
}
