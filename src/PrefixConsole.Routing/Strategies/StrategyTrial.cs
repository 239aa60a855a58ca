using System.IO.Hashing;
using System.Runtime.InteropServices;
using PrefixConsole.Routing.Scheduling;

namespace PrefixConsole.Routing.Strategies;

/// <summary>A strategy that decides a share of the requests beside the active revision, under a number of its own. Immutable.</summary>
/// <remarks>
/// A request belongs to the trial when a hash of its conversation lies below the share. The conversation is the client's session key; without
/// one, the first block of the prompt, so that prompts that begin alike stay with one strategy; without a full block, the namespace. The
/// number of the trial salts the hash: each trial takes other conversations. A larger share keeps those that a smaller one took. The share is
/// one of conversations: few of them, or one that is much of the traffic, make the share of requests another.
/// </remarks>
public sealed class StrategyTrial
{
    /// <summary>Smallest and largest share in percent; all is no trial.</summary>
    public const int LeastPercent = 1;

    public const int MostPercent = 99;

    private readonly ulong _below;

    internal StrategyTrial(StrategyRevision revision, int percent, int version)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(percent, LeastPercent);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(percent, MostPercent);
        (Revision, Percent, Version) = (revision, percent, version);
        _below = (ulong)((UInt128.One << 64) * (uint)percent / 100);
    }

    /// <summary>What decides its requests; <see cref="StrategyRevision.At"/> is when it began.</summary>
    public StrategyRevision Revision { get; }

    /// <summary>Share of conversations, <see cref="LeastPercent"/> to <see cref="MostPercent"/>.</summary>
    public int Percent { get; }

    /// <summary>1 at first; rises when the share changes.</summary>
    public int Version { get; }

    public TrialTag Tag => new(Revision.Number, Version);

    /// <summary>Whether it decides this request. Allocates nothing.</summary>
    public bool Takes(RoutingRequest request) => KeyOf(request, Revision.Number) < _below;

    private static ulong KeyOf(RoutingRequest request, int salt)
    {
        if (request.SessionKey is { Length: > 0 } session)
        {
            return XxHash3.HashToUInt64(MemoryMarshal.AsBytes(session.AsSpan()), salt);
        }

        var first = request.Blocks.Count > 0 ? request.Blocks.Hashes[0] : request.Namespace.Seed();
        return XxHash3.HashToUInt64(MemoryMarshal.AsBytes(new ReadOnlySpan<ulong>(in first)), salt);
    }
}
