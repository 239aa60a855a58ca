using PrefixConsole.Routing.KvEvents;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.Telemetry;

/// <summary>A change of how far a worker's reports are relied on. One that was over before the next sample is not told.</summary>
/// <param name="At">Since when.</param>
/// <param name="Worker">Whose; it may have left since.</param>
/// <param name="Rank">Data-parallel rank of the feed that the trust is of: the worst one's.</param>
/// <param name="From">Before; null for the first that is known.</param>
/// <param name="To">After.</param>
/// <param name="Cause">Why.</param>
public sealed record TrustChange(DateTimeOffset At, WorkerId Worker, int Rank, KvTrust? From, KvTrust To, string Cause);
