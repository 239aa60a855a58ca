namespace PrefixConsole.Benchmarks.GatewayLoad.Generators;

/// <summary>What one measurement counted. Latencies in milliseconds.</summary>
internal readonly record struct LoadResult(long Requests, long Errors, double Seconds, double P50, double P99)
{
    public double Rate => Requests / Seconds;
}
