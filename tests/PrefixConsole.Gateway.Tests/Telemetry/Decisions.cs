using System.Security.Cryptography;
using System.Text;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Routing.Prefixes;
using PrefixConsole.Routing.Scheduling;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.Tests.Telemetry;

/// <summary>Builds decisions and outcomes with just what a test cares for.</summary>
internal static class Decisions
{
    public const int PromptTokens = 1000;

    /// <summary>Ten blocks of 400 bytes, a thousand tokens: a block is a hundred tokens.</summary>
    public static RoutingDecision Decide(
        string id,
        string? winner = "w1",
        string model = "m",
        string tenant = "",
        int revision = 1,
        int winnerBlocks = 0,
        int bestBlocks = 0,
        string reason = DecisionReasons.MaxScore,
        int winnerLoad = 0,
        int otherLoad = 0,
        string? session = null,
        DateTimeOffset? at = null,
        bool pinned = false,
        string? prompt = null,
        int headBytes = 4096,
        bool keys = true,
        int attempt = 1,
        DecidedRequest? request = null,
        DecisionCandidate[]? candidates = null) => new()
        {
            Id = id,
            Attempt = attempt,
            At = at ?? DateTimeOffset.UnixEpoch,
            Request = request ?? DecidedRequest.Of(new RoutingRequest
            {
                Id = id,
                Model = model,
                Namespace = new PrefixNamespace(model, Tenant: tenant),
                Blocks = new PromptBlocks { Hashes = [.. Enumerable.Range(1, 10).Select(i => BitConverter.ToUInt64(SHA256.HashData([(byte)i, .. Encoding.UTF8.GetBytes(prompt ?? id)])))], Unit = PrefixUnit.TextBytes, BlockSize = 400, TotalUnits = 4000 },
                PromptTokens = PromptTokens,
                SessionKey = session,
                Pinned = pinned ? new WorkerId(winner ?? "w1") : null,
            }, RingHead.Default with { Bytes = headBytes }).Keep(keys),
            Revision = revision,
            Strategy = "approximate-prefix",
            Candidates = candidates ?? (winner is null ? [] : [Candidate(winner, winnerBlocks, winnerLoad), Candidate("other", bestBlocks, otherLoad)]),
            Scorers = [],
            Totals = [],
            Winner = winner is null ? null : new WorkerId(winner),
            Reason = reason,
            Picker = "max-score",
            TieBreak = "",
            Margin = null,
            OverlapTime = TimeSpan.Zero,
            ScheduleTime = TimeSpan.Zero,
        };

    public static DecisionOutcome Served(
        string worker = "w1", double? ttftMs = null, double? itlMs = null, int? cached = null, int? promptTokens = null, string? error = null) => new()
        {
            StatusCode = error is null ? 200 : 502,
            Served = new WorkerId(worker),
            Error = error,
            TimeToFirstToken = ttftMs is { } ttft ? TimeSpan.FromMilliseconds(ttft) : null,
            InterTokenLatency = itlMs is { } itl ? TimeSpan.FromMilliseconds(itl) : null,
            Duration = TimeSpan.FromSeconds(1),
            PromptTokens = promptTokens,
            CachedTokens = cached,
        };

    public static DecisionOutcome Refused() => new()
    {
        StatusCode = 503,
        Served = null,
        Error = "no_healthy_worker",
        Duration = TimeSpan.Zero,
    };

    private static DecidedRequest Keep(this in DecidedRequest request, bool keys) => keys ? request : request with { RingKey = 0, RingBlocks = 0 };

    private static DecisionCandidate Candidate(string worker, int blocks, int load) => new()
    {
        Worker = new WorkerId(worker),
        PredictedBlocks = blocks,
        InFlight = load,
        Waiting = null,
        KvUsage = null,
        RemovedBy = null,
        Column = 0,
    };
}
