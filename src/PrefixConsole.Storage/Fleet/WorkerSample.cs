namespace PrefixConsole.Storage.Fleet;

/// <summary>Some seconds in one worker's life, as a stored sample keeps them. Null: not reported.</summary>
/// <param name="At">End of them, Unix seconds.</param>
/// <param name="Worker">Its id.</param>
/// <param name="Seconds">How many: ten, and more where a sample's places go round among the workers; 0 for none.</param>
/// <param name="InFlight">Own count of requests in flight, mean.</param>
/// <param name="Waiting">Most requests that waited in the engine.</param>
/// <param name="KvUsage">Largest share of KV blocks in use as the engine said, 0 to 1.</param>
/// <param name="PredictedTokens">Tokens predicted to be cached at the end.</param>
/// <param name="ReportedTokens">Tokens it reported to hold at the end.</param>
/// <param name="CapacityTokens">Tokens its cache has room for.</param>
/// <param name="RemovedBlocks">Blocks it reported as removed, in any tier.</param>
public sealed record WorkerSample(
    long At,
    string Worker,
    int Seconds,
    double InFlight,
    int? Waiting,
    double? KvUsage,
    long PredictedTokens,
    long? ReportedTokens,
    long? CapacityTokens,
    long? RemovedBlocks)
{
    /// <summary>Workers in one sample at most: a larger fleet takes turns.</summary>
    public const int MostInSample = 32;

    /// <summary>Removed blocks per minute; null without reports.</summary>
    public double? RemovedPerMinute => Seconds == 0 ? null : RemovedBlocks * 60.0 / Seconds;
}
