namespace PrefixConsole.Simulation.Workload;

/// <summary>One request of the demo workload, ready to send.</summary>
public sealed class DemoRequest
{
    public required DemoRequestKind Kind { get; init; }

    /// <summary>Path at the gateway.</summary>
    public required string Path { get; init; }

    /// <summary>JSON.</summary>
    public required byte[] Body { get; init; }

    /// <summary>Null for one-off prompts.</summary>
    public required string? SessionId { get; init; }

    public required bool Stream { get; init; }

    internal Conversation? Conversation { get; init; }
}
