namespace PrefixConsole.Benchmarks.GatewayLoad;

/// <summary>Names of what the verb measures.</summary>
internal static class LoadParts
{
    /// <summary>As many requests as fit, each connection sending its next when it has its answer.</summary>
    public const string Closed = "closed";

    /// <summary>Requests at given times, whatever became of those before: added latency.</summary>
    public const string Paced = "paced";

    /// <summary>The closed loop with answers of 50 events.</summary>
    public const string Stream = "stream";

    /// <summary>The gateway with and without consoles that watch.</summary>
    public const string Console = "console";

    /// <summary>Plain YARP with one setting changed at a time.</summary>
    public const string Settings = "settings";

    public static readonly string[] Default = [Closed, Paced, Stream, Console];
}
