using PrefixConsole.Gateway.Accuracy;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Routing.KvEvents;
using PrefixConsole.Routing.Prefixes;
using PrefixConsole.Routing.Scheduling;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Storage.Tests.Running;

/// <summary>Finished requests with everything in them that a record can have.</summary>
internal static class StoredDecisions
{
    public static readonly DateTimeOffset At = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    public static RoutingDecision Full(string id, DateTimeOffset? at = null, string worker = "b", string model = "m", int? otherDrawn = null, bool pinned = true) => new()
    {
        Id = id,
        Attempt = 2,
        At = at ?? At,
        Request = new DecidedRequest
        {
            Model = model,
            Tenant = "acme",
            Path = "/v1/chat/completions",
            Streaming = true,
            Demo = false,
            Pinned = pinned,
            PromptTokens = 640,
            Blocks = new PromptShape(10, 256, PrefixUnit.TextBytes, 2560, [new(PromptPart.System, 0, 0), new(PromptPart.User, 1, 512)]),
            TokenBlocks = new PromptShape(40, 16, PrefixUnit.Tokens, 640, []),
            Tokenization = new PromptTokenization(TokenOrigin.Worker, TimeSpan.FromMilliseconds(3), "remembered"),
            ParseTime = TimeSpan.FromMicroseconds(120),
            HashTime = TimeSpan.FromMicroseconds(40),
            RingKey = 0xfedcba9876543210,
            RingBlocks = 10,
            Session = ulong.MaxValue,
        },
        Revision = 7,
        Strategy = "precise-prefix",
        Candidates =
        [
            new() { Worker = new("a"), PredictedBlocks = 2, Tiers = new TierBlocks(1, 2, 3, 4, 5), Trust = KvTrust.Trusted, InFlight = 3, Waiting = 0, KvUsage = 0.25, RemovedBy = null, Column = 0 },
            new() { Worker = new(worker), PredictedBlocks = 0, Trust = KvTrust.Untrusted, InFlight = 0, Waiting = null, KvUsage = null, RemovedBy = null, Column = 1 },
            new() { Worker = new("c"), PredictedBlocks = 0, InFlight = 9, Waiting = 60, KvUsage = 0.99, RemovedBy = "utilization", Column = -1 },
        ],
        Scorers =
        [
            new("prefix", 3, [2, 0], [0.2f, 0]),
            new("cost", 1.5f, [float.NaN, 4], [1, 0.745f], ["prefill", "decode"], [1, 2, 3, 4]),
        ],
        Totals = [2.1f, 1.1175f],
        Winner = new(worker),
        Reason = "max-score",
        Picker = "max-score",
        TieBreak = "random",
        OtherDrawn = otherDrawn,
        Margin = -0.9825f,
        OverlapTime = TimeSpan.FromMicroseconds(12),
        ScheduleTime = TimeSpan.FromMicroseconds(30),
    };

    public static DecisionOutcome Outcome(int status = 200, bool mispredicted = false) => new()
    {
        StatusCode = status,
        Served = new WorkerId("b"),
        Error = status == 200 ? null : "worker_error",
        TimeToFirstToken = TimeSpan.FromMilliseconds(84),
        InterTokenLatency = TimeSpan.FromMilliseconds(9),
        Duration = TimeSpan.FromSeconds(1.25),
        PromptTokens = 640,
        CompletionTokens = 120,
        CachedTokens = 300,
        Account = ReuseAccount.Of(new ReuseEvidence
        {
            Prompt = 640,
            Available = 500,
            Captured = 400,
            Delivered = mispredicted ? 0 : 390,
            Deliverable = 624,
            Vouched = 350,
            StillHeld = 300,
            Reported = 400,
            Predicted = null,
        }),
    };

    public static DecisionEntry Add(DecisionLog log, string id, DateTimeOffset? at = null, int status = 200, bool mispredicted = false, string worker = "b", string model = "m")
    {
        var entry = log.Record(Full(id, at, worker, model, pinned: false));
        log.Complete(entry, Outcome(status, mispredicted));
        return entry;
    }
}
