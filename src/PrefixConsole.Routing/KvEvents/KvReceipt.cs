namespace PrefixConsole.Routing.KvEvents;

/// <summary>What to do with a batch whose sequence number was just looked at.</summary>
public enum KvReceipt
{
    /// <summary>Decode it into the feed.</summary>
    Apply,

    /// <summary>It was applied before, or is older than what replaced it.</summary>
    Ignore,

    /// <summary>Batches are missing before it: replay from <see cref="KvEventFeed.ReplayFrom"/>, then ask about this one again.</summary>
    Replay,
}
