namespace PrefixConsole.Gateway.KvEvents;

/// <summary>What became of a batch that came over HTTP.</summary>
public enum KvIngestOutcome
{
    Applied,

    /// <summary>It was applied before, or batches before it could not be had.</summary>
    Ignored,

    NotABatch,

    TooLarge,

    /// <summary>The worker has left, or there are more ranks than there is room for.</summary>
    NoFeed,

    /// <summary>Too many are being taken at once; nothing was read.</summary>
    Busy,
}
