using PrefixConsole.Api.Contracts;
using PrefixConsole.Gateway.Telemetry;

namespace PrefixConsole.Live;

/// <summary>One client's place in the decision log: what is new since the last read, and which of the earlier ones are over.</summary>
internal sealed class DecisionFeed(DecisionLog log, DecisionFilter filter)
{
    /// <summary>So many new requests are all in a batch.</summary>
    public const int BatchLimit = 100;

    /// <summary>Of more than that the newest so many are: who reads no longer sees them all, and twenty readers are not to cost the gateway what it routes with.</summary>
    public const int SampleLimit = 25;

    /// <summary>Most running requests watched for their end; the oldest are given up first.</summary>
    public const int RunningLimit = 1000;

    // A filter on the outcome cannot match before there is one: such entries are announced when they are over.
    private readonly DecisionFilter _onArrival = filter with
    {
        ErrorsOnly = false,
        RetriedOnly = false,
        MispredictedOnly = false,
        Captured = null,
        Delivered = null,
        EndedSince = null,
    };

    private readonly bool _waitsForOutcome = filter.RetriedOnly || filter.WaitsForOutcome;
    private readonly List<DecisionEntry> _running = [];
    private long _seen = log.Total;

    /// <summary>Null when nothing happened.</summary>
    public DecisionBatchDto? Read()
    {
        var completed = new List<DecisionDto>();
        _running.RemoveAll(entry =>
        {
            if (entry.Outcome is null)
            {
                return false;
            }

            if (filter.Matches(entry))
            {
                completed.Add(DecisionDto.From(entry));
            }

            return true;
        });

        var arrived = Arrived(out var skipped);
        var fresh = new List<DecisionDto>(arrived.Count);
        foreach (var entry in arrived)
        {
            var running = entry.Outcome is null;
            if (running)
            {
                _running.Add(entry);
            }

            if (!(_waitsForOutcome && running) && filter.Matches(entry))
            {
                fresh.Add(DecisionDto.From(entry));
            }
        }

        if (_running.Count > RunningLimit)
        {
            _running.RemoveRange(0, _running.Count - RunningLimit);
        }

        return fresh.Count + completed.Count + skipped == 0 ? null : new DecisionBatchDto(fresh, completed, skipped);
    }

    /// <summary>Oldest first. What the ring lost meanwhile counts as skipped, as it cannot be told whether it matched.</summary>
    private List<DecisionEntry> Arrived(out long skipped)
    {
        var total = log.Total;
        var news = total - _seen;
        // Without a filter the newest are all that is looked at, however many came.
        var wanted = !_onArrival.IsNone ? (int)Math.Min(news, log.Capacity) : news > BatchLimit ? SampleLimit : BatchLimit;
        var entries = log.Latest(wanted, _onArrival.IsNone ? null : _onArrival, total + 1).Where(e => e.Sequence > _seen).ToList();
        var sent = entries.Count > BatchLimit ? SampleLimit : entries.Count;
        skipped = _onArrival.IsNone ? news - sent : Math.Max(0, news - log.Capacity) + entries.Count - sent;
        _seen = total;
        return [.. entries.Take(sent).Reverse()];
    }
}
