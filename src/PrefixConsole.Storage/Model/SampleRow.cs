namespace PrefixConsole.Storage.Model;

/// <summary>Ten seconds in the fleet's life, for charts that reach back further than memory. Null: nothing to measure.</summary>
public sealed class SampleRow
{
    /// <summary>End of the ten seconds, Unix seconds.</summary>
    public long At { get; set; }

    /// <summary>Requests that ended, and those that failed.</summary>
    public int Requests { get; set; }

    public int Errors { get; set; }

    /// <summary>Time to first token in ms: mean over the seconds of their medians, and the largest of their 95th percentiles.</summary>
    public double? TtftP50 { get; set; }

    public double? TtftP95 { get; set; }

    /// <summary>99th percentile over the minute before the end, ms.</summary>
    public double? TtftP99 { get; set; }

    /// <summary>Cached share of prompt tokens, 0 to 1.</summary>
    public double? PredictedHitRate { get; set; }

    public double? ReportedHitRate { get; set; }

    /// <summary>Requests in flight over all workers, mean.</summary>
    public double InFlight { get; set; }

    /// <summary>Largest of the workers' own numbers: share of KV blocks in use, and requests waiting in the engine.</summary>
    public double? KvUsage { get; set; }

    public int? Waiting { get; set; }

    /// <summary>Workers; those not ready and not drained; those whose report of their cache is untrusted or silent.</summary>
    public int? Workers { get; set; }

    public int? NotReady { get; set; }

    public int? Untrusted { get; set; }

    /// <summary>Revision that was active at the end.</summary>
    public int Revision { get; set; }
}
