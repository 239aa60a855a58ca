namespace PrefixConsole.Routing.KvEvents;

/// <summary>What a worker reported to hold of a prompt, and how far to believe it.</summary>
/// <param name="Trust">Trust in the worker's report.</param>
/// <param name="Tiers">Leading token blocks by tier; of the data-parallel rank that holds most.</param>
/// <param name="Cause">Why it is trusted so far, in words; null for a worker that reports nothing.</param>
/// <param name="LastBatch">Timestamp of the last batch of events; null before the first.</param>
public readonly record struct ReportedOverlap(KvTrust Trust, TierBlocks Tiers, string? Cause = null, long? LastBatch = null)
{
    /// <summary>Leading token blocks in any tier.</summary>
    public int Blocks => Tiers.Total;
}
