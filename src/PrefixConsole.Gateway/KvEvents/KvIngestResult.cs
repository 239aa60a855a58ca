using System.Collections.Immutable;
using PrefixConsole.Routing.KvEvents;

namespace PrefixConsole.Gateway.KvEvents;

/// <summary>Answer to a batch that came over HTTP.</summary>
public sealed record KvIngestResult(KvIngestOutcome Outcome)
{
    /// <summary>Why it is no batch; null when it is one.</summary>
    public string? Problem { get; init; }

    /// <summary>Events given to the feed.</summary>
    public int Applied { get; init; }

    /// <summary>Events that could not be used, by cause.</summary>
    public ImmutableSortedDictionary<KvEventFault, int> Rejected { get; init; } = ImmutableSortedDictionary<KvEventFault, int>.Empty;

    /// <summary>State of the feed afterwards; null when no feed was reached.</summary>
    public KvFeedView? Feed { get; init; }
}
