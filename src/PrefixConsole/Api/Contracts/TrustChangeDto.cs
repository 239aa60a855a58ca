using PrefixConsole.Gateway.Telemetry;

namespace PrefixConsole.Api.Contracts;

/// <summary>A change of how far a worker's reports are relied on.</summary>
/// <param name="At">Since when.</param>
/// <param name="Worker">Whose; it may have left since.</param>
/// <param name="Rank">Data-parallel rank of the feed that the trust is of.</param>
/// <param name="From">NotReporting, Trusted, CatchingUp, Untrusted or Silent; null for the first that is known.</param>
/// <param name="To">The same.</param>
/// <param name="Cause">Why.</param>
public sealed record TrustChangeDto(DateTimeOffset At, string Worker, int Rank, string? From, string To, string Cause)
{
    internal static TrustChangeDto Of(TrustChange change) =>
        new(change.At, change.Worker.Value, change.Rank, change.From?.ToString(), change.To.ToString(), change.Cause);
}
