using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Storage.Fleet;

namespace PrefixConsole.Storage.Model;

/// <summary>Ten seconds in the fleet's life, for charts that reach back further than memory. Null: nothing to measure.</summary>
public sealed class SampleRow
{
    private SampleFacts? _detail;

    /// <summary>End of the ten seconds, Unix seconds.</summary>
    public long At { get; set; }

    /// <summary>Requests that ended, and those that did not succeed, whoever was at fault.</summary>
    public int Requests { get; set; }

    public int Errors { get; set; }

    /// <summary>Time to first token in ms.</summary>
    public double? TtftP50 { get; set; }

    public double? TtftP95 { get; set; }

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

    /// <summary>Workers that could be given requests; null in samples of before it was kept.</summary>
    public int? Ready { get; set; }

    /// <summary>Busiest ready worker over the mean of the ready ones, mean of the seconds.</summary>
    public double? LoadBalance { get; set; }

    /// <summary>Requests that engines put back in their queues since the sample before; null when none reports it.</summary>
    public long? Preemptions { get; set; }

    /// <summary>Requests running in engines for prefill only, and for decode only; null without such workers.</summary>
    public int? PrefillRunning { get; set; }

    public int? DecodeRunning { get; set; }

    /// <summary><see cref="Detail"/> as it is stored, and what is kept of single workers.</summary>
    public byte[]? Facts { get; set; }

    /// <summary>What can be added up; null in samples of before it was kept.</summary>
    public SampleFacts? Detail
    {
        get => _detail ??= Facts is { } bytes ? SampleFactsCodec.Unpack(bytes) : null;
        set => (_detail, Facts) = (value, value is null ? null : SampleFactsCodec.Pack(value));
    }

    /// <summary>Revision that was active at the end.</summary>
    public int Revision { get; set; }

    /// <summary>Keeps single workers beside <see cref="Detail"/>, which is set before; at most <see cref="WorkerSample.MostInSample"/>.</summary>
    public void Add(IReadOnlyList<WorkerSample> workers) => Facts = Detail is { } facts ? SampleFactsCodec.Pack(facts, workers) : Facts;

    /// <summary>What is kept of one worker; null when nothing is. Read anew each time: rows are many, and one worker is asked for.</summary>
    public WorkerSample? Of(string worker) => Facts is { } bytes ? SampleFactsCodec.Find(bytes, worker, At) : null;
}
