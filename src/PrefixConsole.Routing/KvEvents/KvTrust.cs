namespace PrefixConsole.Routing.KvEvents;

/// <summary>How far what a worker reports of its cache can be relied on.</summary>
public enum KvTrust
{
    /// <summary>The worker reports nothing, and nobody expects it to: only predictions exist.</summary>
    NotReporting,

    /// <summary>The index is what the worker holds, as far as anybody can tell. Scorers use it alone.</summary>
    Trusted,

    /// <summary>What the index says is there is there, but more may be: scorers take the greater of reported and predicted overlap.</summary>
    CatchingUp,

    /// <summary>The index may be wrong: scorers use predicted overlap alone.</summary>
    Untrusted,

    /// <summary>Nothing is heard from a worker that should report: scorers use predicted overlap alone.</summary>
    Silent,
}
