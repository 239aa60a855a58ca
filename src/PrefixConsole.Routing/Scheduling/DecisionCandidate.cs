using PrefixConsole.Routing.KvEvents;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Routing.Scheduling;

/// <summary>What a decision saw of one worker.</summary>
public record struct DecisionCandidate
{
    // One above the value, 0 for none: half the size of a nullable, times four, times the workers, times the decisions kept.
    private int _waiting;
    private int _running;
    private int _metricsAge;
    private int _eventsAge;
    private int _inFlight;
    private int _processed;
    private string? _removedBy;
    private int _column;
    private int _pendingPrefillTokens;

    public required WorkerId Worker { get; init; }

    public required int PredictedBlocks { get; init; }

    /// <summary>Leading token blocks the worker reported, in any tier.</summary>
    public int ReportedBlocks => Tiers.Total;

    /// <summary>The same by tier.</summary>
    public TierBlocks Tiers { get; init; }

    /// <summary>Trust in what it reported, when the decision was made.</summary>
    public KvTrust Trust { get; init; }

    /// <summary>Why it was trusted so far, in words; null for a worker that reported nothing.</summary>
    public string? TrustCause { get; init; }

    /// <summary>Age of its last batch of KV events in ms; null before the first.</summary>
    public int? EventsAge { readonly get => Unpack(_eventsAge); init => _eventsAge = Pack(value); }

    public required int InFlight { readonly get => _inFlight; init => _inFlight = value; }

    /// <summary>Requests ever sent to the worker, by our own count: of equally loaded ones the one with fewest is chosen.</summary>
    public int Processed { readonly get => _processed; init => _processed = value; }

    /// <summary>Requests waiting in the engine; null when not reported or too old to count.</summary>
    public required int? Waiting { readonly get => Unpack(_waiting); init => _waiting = Pack(value); }

    /// <summary>Age of the engine's own numbers (<see cref="Waiting"/>, <see cref="Running"/>, <see cref="KvUsage"/>) in ms; null when there were none that count.</summary>
    public int? MetricsAge { readonly get => Unpack(_metricsAge); init => _metricsAge = Pack(value); }

    /// <summary>Requests running in the engine; null when not reported or too old to count.</summary>
    public int? Running { readonly get => Unpack(_running); init => _running = Pack(value); }

    /// <summary>Uncached prompt tokens sent and not yet prefilled, estimated.</summary>
    public int PendingPrefillTokens { readonly get => _pendingPrefillTokens; init => _pendingPrefillTokens = value; }

    public required double? KvUsage { get; init; }

    /// <summary>Name of the filter that removed the worker; null when it was scored.</summary>
    public required string? RemovedBy { readonly get => _removedBy; init => _removedBy = value; }

    /// <summary>Column in <see cref="ScorerRow"/>s and <see cref="RoutingDecision.Totals"/>; −1 when removed.</summary>
    public required int Column { readonly get => _column; init => _column = value; }

    // In place and only while the decision is being made: a copy per change would write every reference of the struct again.
    internal void SetLoad(in WorkerCandidate read)
    {
        _inFlight = read.InFlight;
        _processed = (int)Math.Min(read.Processed, int.MaxValue);
        _pendingPrefillTokens = (int)Math.Min(read.PendingPrefillTokens, int.MaxValue);
    }

    internal void Remove(string by) => _removedBy = by;

    internal void Place(int column) => _column = column;

    private static int Pack(int? value) => value is { } known ? Math.Clamp(known, 0, int.MaxValue - 1) + 1 : 0;

    private static int? Unpack(int packed) => packed == 0 ? null : packed - 1;
}
