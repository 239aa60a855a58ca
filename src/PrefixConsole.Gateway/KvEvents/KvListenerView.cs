namespace PrefixConsole.Gateway.KvEvents;

/// <summary>The common listener, for engines that connect to this process, as of now.</summary>
public sealed record KvListenerView
{
    public required string Endpoint { get; init; }

    /// <summary>Engines connected.</summary>
    public required int Peers { get; init; }

    /// <summary>Messages without a topic, or with one too long.</summary>
    public required long Malformed { get; init; }

    /// <summary>Messages whose topic names no worker, or one that has a subscription of its own.</summary>
    public required long Unknown { get; init; }

    /// <summary>The topic of the last of them; null when all were known.</summary>
    public required string? LastUnknown { get; init; }

    /// <summary>Why it does not listen; null when it does.</summary>
    public required string? Problem { get; init; }
}
