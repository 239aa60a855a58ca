namespace PrefixConsole.Benchmarks.Replay;

/// <summary>What a strategy made of a workload. Times in seconds of virtual time.</summary>
/// <param name="Strategy">As the caller named it.</param>
/// <param name="HitRate">Prompt tokens found in caches ÷ prompt tokens.</param>
/// <param name="MeanTtft">Time to the first token, mean.</param>
/// <param name="P50Ttft">Its median.</param>
/// <param name="P90Ttft">Its 90th percentile.</param>
/// <param name="P99Ttft">Its 99th percentile.</param>
/// <param name="Imbalance">Most prefill work of a worker ÷ mean.</param>
/// <param name="WithinTwoSeconds">Share of requests with their first token within 2 s.</param>
/// <param name="DecisionsPerSecond">Per second of CPU that the scheduler's calls took, learning included.</param>
internal sealed record ReplayResult(
    string Strategy,
    double HitRate,
    double MeanTtft,
    double P50Ttft,
    double P90Ttft,
    double P99Ttft,
    double Imbalance,
    double WithinTwoSeconds,
    double DecisionsPerSecond);
