namespace PrefixConsole.Gateway.Checks;

/// <summary>What a check asks after: stable names, shown by the API.</summary>
public static class CheckSubjects
{
    /// <summary>Whether it answers health checks.</summary>
    public const string Health = "health";

    /// <summary>Which models and adapters it lists.</summary>
    public const string Models = "models";

    /// <summary>Whose metrics it has, if any.</summary>
    public const string Metrics = "metrics";

    /// <summary>Whether the socket of its KV events takes connections.</summary>
    public const string KvEvents = "kvEvents";

    /// <summary>Whether the socket that replays KV events does.</summary>
    public const string Replay = "replay";
}
