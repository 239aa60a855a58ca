namespace PrefixConsole.Gateway.KvEvents;

/// <summary>One subscription as of now. Counters run since it was made.</summary>
public sealed record KvTransportView
{
    /// <summary>What it connects to or listens on.</summary>
    public required string Endpoint { get; init; }

    /// <summary>Where it asks for missing batches; null for nowhere.</summary>
    public required string? ReplayEndpoint { get; init; }

    public required bool Connected { get; init; }

    /// <summary>Received and not yet applied.</summary>
    public required int QueuedBatches { get; init; }

    public required long QueuedBytes { get; init; }

    /// <summary>How long the batch applied last waited in the queue; null before one.</summary>
    public required TimeSpan? Lag { get; init; }

    /// <summary>Messages that were no batches: wrong number of frames, a sequence frame of another length, too large.</summary>
    public required long Malformed { get; init; }

    /// <summary>Batches thrown away because the queue was full.</summary>
    public required long Overflowed { get; init; }

    public required long Reconnects { get; init; }

    /// <summary>Why there is no socket: a name that is not known, a port that is taken. Null when there is one, connected or not.</summary>
    public string? Problem { get; init; }
}
