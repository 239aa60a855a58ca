namespace PrefixConsole.Gateway.KvEvents;

/// <summary>Which data-parallel rank a batch belongs to.</summary>
/// <param name="Own">Rank of the socket; null when all ranks come through it.</param>
/// <param name="Follow">
/// The rank in the batch wins. Not where a worker has one rank: it has one publisher then, and an engine that is rank 3 of others that
/// are workers of their own says 3.
/// </param>
internal readonly record struct KvRankRule(int? Own, bool Follow)
{
    /// <summary>Null when it names one that no engine has.</summary>
    public int? Of(KvBatch batch)
    {
        var rank = (Follow ? batch.Rank ?? Own : Own) ?? 0;
        return rank < KvEventLimits.MaxRanks ? rank : null;
    }
}
