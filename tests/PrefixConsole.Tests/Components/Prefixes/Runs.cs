using PrefixConsole.Gateway.Telemetry;

namespace PrefixConsole.Tests.Components.Prefixes;

/// <summary>Runs of a prefix tree made by hand.</summary>
internal static class Runs
{
    public static PrefixNodeView Run(string id, string? parent, long tokens, long subtree, int children = 0, double heat = 0, long hits = 0) => new()
    {
        Id = id,
        ParentId = parent,
        Name = id,
        Label = null,
        Preview = null,
        Namespace = "m",
        StartBlock = 0,
        Blocks = 1,
        Tokens = tokens,
        TokensBefore = 0,
        SubtreeTokens = subtree,
        Share = 0,
        Children = children,
        Holders = [],
        Hits = hits,
        HitsPerMinute = heat,
        Age = TimeSpan.Zero,
        Idle = TimeSpan.Zero,
    };
}
