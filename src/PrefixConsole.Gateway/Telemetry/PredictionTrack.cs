using PrefixConsole.Routing.Scheduling;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.Telemetry;

/// <summary>What the decisions before another, newest first, tell of one of its workers.</summary>
/// <param name="worker">Which.</param>
/// <param name="untold">Why it is not looked for; null when it is.</param>
/// <param name="bySession">Less than the head was predicted: looked for is not the head but the session.</param>
internal sealed class PredictionTrack(WorkerId worker, PredictionAgeState? untold, bool bySession)
{
    private RoutingDecision? _found;
    private RoutingDecision? _newestUnanswered;
    private int _unanswered;
    private int _otherHeads;

    public WorkerId Worker => worker;

    /// <summary>It is to be looked for.</summary>
    public bool IsOpen => untold is null;

    /// <summary>True when it is found.</summary>
    /// <param name="decision">Asked about.</param>
    /// <param name="sent">The last decision of a request before it, which was sent to this worker.</param>
    /// <param name="first">That request's first decision.</param>
    /// <param name="outcome">How it ended; null while it runs.</param>
    public bool Add(RoutingDecision decision, RoutingDecision sent, RoutingDecision first, DecisionOutcome? outcome)
    {
        var (asked, held) = (decision.Request, sent.Request);
        if (!held.HasKeys || held.Tenant != asked.Tenant)
        {
            return false;
        }

        if (!bySession && held.RingBlocks != asked.RingBlocks)
        {
            _otherHeads += held.Model == asked.Model ? 1 : 0;
            return false;
        }

        if (bySession ? held.Session != asked.Session : held.RingKey != asked.RingKey)
        {
            return false;
        }

        if (outcome is not null && Begun(first, outcome) <= decision.At)
        {
            _found = sent;
            return true;
        }

        _newestUnanswered ??= sent;
        _unanswered++;
        return false;
    }

    /// <param name="decision">Asked about.</param>
    /// <param name="oldest">When the oldest that was looked at was made; null when there was none.</param>
    public PredictionAge End(RoutingDecision decision, DateTimeOffset? oldest)
    {
        var by = _found ?? (bySession ? null : _newestUnanswered);
        var state = untold ?? Told();
        return new PredictionAge
        {
            Worker = worker,
            State = state,
            HeadBlocks = decision.Request.RingBlocks,
            Age = by is null ? null : decision.At - by.At,
            By = by?.Id,
            Since = by is null ? 0 : _found is null ? _unanswered - 1 : _unanswered,
            OtherHeads = state == PredictionAgeState.NotKept ? _otherHeads : 0,
            Reach = state == PredictionAgeState.NotKept ? decision.At - oldest : null,
        };
    }

    private PredictionAgeState Told() => (_found, bySession) switch
    {
        (not null, true) => PredictionAgeState.SameSession,
        (null, true) => PredictionAgeState.PartOfHead,
        (not null, false) => PredictionAgeState.Found,
        _ => _newestUnanswered is null ? PredictionAgeState.NotKept : PredictionAgeState.Unanswered,
    };

    /// <summary>When its answer began at the latest: the head of an answer precedes its first byte.</summary>
    private static DateTimeOffset Begun(RoutingDecision first, DecisionOutcome outcome)
    {
        var read = first.Request.ParseTime + first.Request.Tokenization.Time + first.Request.HashTime;
        return first.At - read + (outcome.TimeToFirstToken ?? outcome.Duration);
    }
}
