using System.Collections.Immutable;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.Telemetry;

/// <summary>Adds <see cref="WorkerView.Insight"/> to views. Computed at most every two seconds, whoever asks.</summary>
public sealed class WorkerInsights(PrefixLenses prefixes, IngestMonitor ingest, TimeProvider time)
{
    private static readonly TimeSpan s_fresh = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private (long At, Dictionary<WorkerId, WorkerInsight> Known)? _read;

    public ImmutableArray<WorkerView> AddTo(ImmutableArray<WorkerView> workers)
    {
        var known = Read();
        return [.. workers.Select(w => w with { Insight = known.GetValueOrDefault(w.Id) })];
    }

    public WorkerInsight? Find(WorkerId id) => Read().GetValueOrDefault(id);

    private Dictionary<WorkerId, WorkerInsight> Read()
    {
        lock (_gate)
        {
            if (_read is not { } read || time.GetElapsedTime(read.At) >= s_fresh)
            {
                read = (time.GetTimestamp(), Compute());
                _read = read;
            }

            return read.Known;
        }
    }

    private Dictionary<WorkerId, WorkerInsight> Compute()
    {
        var (shares, readShare) = prefixes.Shares();
        return ingest.Read().Rows.GroupBy(r => r.Worker).ToDictionary(g => g.Key, g => Of(g.Key, [.. g]));

        WorkerInsight Of(WorkerId id, IngestRow[] rows)
        {
            var first = rows.Select(r => r.Feed).FirstOrDefault(f => f is not null);
            return new WorkerInsight
            {
                Cache = shares.GetValueOrDefault(id),
                ReadShare = readShare,
                Feeds = rows.Count(r => r.Feed is not null),
                Lag = rows.Max(r => r.Transport?.Lag),
                Sequence = first?.Sequence,
                Epoch = first?.Epoch,
                RemovedPerMinute = rows.Any(r => r.RemovedPerMinute is not null) ? rows.Sum(r => r.RemovedPerMinute) : null,
            };
        }
    }
}
