using PrefixConsole.Gateway.Accuracy;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Routing.Prefixes;
using PrefixConsole.Routing.Scheduling;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Tests.Components;

/// <summary>Decisions as the scheduler records them, for the pages that show them.</summary>
internal static class DecisionSamples
{
    public static readonly DateTimeOffset At = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    public static RoutingRequest Request(string id, int blocks = 100, string model = "m", string tenant = "acme", string? session = null, string? pinned = null) => new()
    {
        Id = id,
        Model = model,
        Namespace = new PrefixNamespace(model, Tenant: tenant),
        Blocks = new PromptBlocks
        {
            Hashes = [.. Enumerable.Range(1, blocks).Select(i => (ulong)i)],
            Unit = PrefixUnit.TextBytes,
            BlockSize = 256,
            TotalUnits = blocks * 256,
            Segments = [new(PromptPart.System, 0, 0), new(PromptPart.User, 1, 512), new(PromptPart.Assistant, 1, 900), new(PromptPart.User, 2, 1200)],
        },
        PromptTokens = blocks * 64,
        SessionKey = session,
        Pinned = pinned is null ? null : new WorkerId(pinned),
        Path = "/v1/chat/completions",
        ParseTime = TimeSpan.FromMicroseconds(120),
        HashTime = TimeSpan.FromMicroseconds(40),
    };

    public static DecisionCandidate Candidate(string worker, int predicted = 0, int inFlight = 0, string? removedBy = null, int column = -1) => new()
    {
        Worker = new WorkerId(worker),
        PredictedBlocks = predicted,
        InFlight = inFlight,
        Waiting = null,
        KvUsage = null,
        RemovedBy = removedBy,
        Column = column,
    };

    /// <summary>sim-2 wins with 4.1 over sim-1's 3.2; sim-3 was removed; sim-1's queue was not reported.</summary>
    public static RoutingDecision Scored(string id = "r-1") => Decision(
        id,
        DecisionReasons.MaxScore,
        "sim-2",
        [Candidate("sim-1", 20, 1, column: 0), Candidate("sim-2", 87, 3, column: 1), Candidate("sim-3", removedBy: "utilization")],
        [new ScorerRow("prefix", 3, [20, 87], [0.2f, 0.87f]), new ScorerRow("queue", 2, [float.NaN, 4], [1, 0.745f])],
        [3.2f, 4.1f],
        0.9f);

    public static RoutingDecision Decision(
        string id,
        string reason,
        string? winner,
        DecisionCandidate[] candidates,
        ScorerRow[]? scorers = null,
        float[]? totals = null,
        float? margin = null,
        string strategy = "approximate-prefix",
        RoutingRequest? request = null,
        string tieBreak = "",
        int revision = 3,
        string picker = "max-score",
        int? otherDrawn = null,
        DateTimeOffset? at = null,
        int attempt = 1) => new()
        {
            Id = id,
            Attempt = attempt,
            At = at ?? At,
            Request = DecidedRequest.Of(request ?? Request(id), RingHead.Default),
            Revision = revision,
            Strategy = strategy,
            Candidates = candidates,
            Scorers = scorers ?? [],
            Totals = totals ?? new float[candidates.Count(c => c.RemovedBy is null)],
            Winner = winner is null ? null : new WorkerId(winner),
            Reason = reason,
            Picker = picker,
            TieBreak = tieBreak,
            OtherDrawn = otherDrawn,
            Margin = margin,
            OverlapTime = TimeSpan.FromMicroseconds(12),
            ScheduleTime = TimeSpan.FromMicroseconds(30),
        };

    /// <summary>sim-1 wins although sim-2 holds more of the prompt.</summary>
    public static RoutingDecision Spilled(string id) =>
        Decision(id, DecisionReasons.LoadSpill, "sim-1", [Candidate("sim-1", 20, column: 0), Candidate("sim-2", 87, 9, column: 1)]);

    public static DecisionOutcome Done(int? cached = 5000, ReuseAccount? account = null) => new()
    {
        StatusCode = 200,
        Served = new WorkerId("sim-2"),
        TimeToFirstToken = TimeSpan.FromMilliseconds(84),
        Duration = TimeSpan.FromSeconds(1.25),
        PromptTokens = 6400,
        CompletionTokens = 120,
        CachedTokens = cached,
        Account = account,
    };

    /// <summary>Of 6,400 tokens 5,000 were held by the best, 4,000 by the chosen worker, which had 3,000.</summary>
    public static ReuseAccount Account() => ReuseAccount.Of(new ReuseEvidence
    {
        Prompt = 6400,
        Available = 5000,
        Captured = 4000,
        Delivered = 3000,
        Deliverable = 6384,
        Vouched = 4000,
        StillHeld = 3600,
        Reported = 4000,
        Predicted = 4600,
    });

    public static DecisionOutcome Failed() => new() { StatusCode = 502, Served = null, Error = "worker_unreachable", Duration = TimeSpan.FromMilliseconds(3) };
}
