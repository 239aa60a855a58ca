namespace PrefixConsole.Gateway.KvEvents;

/// <summary>How asking an engine for past batches ended.</summary>
internal enum KvReplayEnd
{
    /// <summary>The engine said that this was all.</summary>
    Complete,

    /// <summary>It stopped answering before it said so, or never began.</summary>
    Silent,

    /// <summary>Batches are missing between two that came: its socket drops what it cannot send at once.</summary>
    Hole,

    Stopped,
}
