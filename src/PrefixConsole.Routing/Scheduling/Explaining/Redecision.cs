using System.Collections.Immutable;
using PrefixConsole.Routing.KvEvents;
using PrefixConsole.Routing.Pickers;
using PrefixConsole.Routing.Prefixes;
using PrefixConsole.Routing.Scheduling.State;
using PrefixConsole.Routing.Scorers;
using PrefixConsole.Routing.Strategies;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Routing.Scheduling.Explaining;

/// <summary>
/// Makes recorded decisions again under another strategy, from the inputs as they were recorded: overlaps, loads and the workers' own numbers of
/// that moment, not today's. Tells where a request would have gone; not what the caches would hold had all requests gone there before.
/// </summary>
/// <remarks>
/// Has rules and draws of its own and touches no live state. Not for use by two threads at a time. A draw among equals is not repeated: where the
/// worker that was chosen is one of them it counts as chosen again, so that chance alone never looks like a difference.
/// </remarks>
public sealed class Redecision
{
    private const int Seed = 20_261_123;

    private static readonly HashSet<string> s_ineligible =
    [
        Eligibility.Pending, Eligibility.NotReady, Eligibility.Draining, Eligibility.AlreadyTried, Eligibility.Role,
    ];

    private readonly StrategyPipeline _pipeline;
    private readonly Dictionary<WorkerId, Worker> _workers = [];
    private readonly RecordedClock _clock = new();
    private readonly SessionTable _sessions;
    private readonly SessionHistory? _history;

    // Longest that a rule remembers a session; null when none goes by it.
    private readonly TimeSpan? _idle;

    // Kept from one question about a decision to the next: hundreds are asked about each.
    private RoutingDecision? _asked;
    private RoutingRequest _request = null!;
    private DecisionCandidate[] _recorded = [];
    private WorkerCandidate[] _candidates = [];
    private DecisionCandidate[] _considered = [];
    private bool _told;

    /// <param name="catalog">What the spec is compiled with.</param>
    /// <param name="spec">A valid spec.</param>
    /// <param name="history">
    /// Who served which session before the decision that is asked about: the caller tells it between two questions. Null: what each decision tells
    /// by itself.
    /// </param>
    /// <exception cref="ArgumentException">The spec is not valid.</exception>
    public Redecision(StrategyCatalog catalog, StrategySpec spec, SessionHistory? history = null)
    {
        if (catalog.Validate(spec) is { IsEmpty: false } errors)
        {
            throw new ArgumentException($"invalid strategy: {errors[0].Field}: {errors[0].Message}", nameof(spec));
        }

        _history = history;
        var context = new StrategyContext(_clock, new FirstOfEquals());
        _pipeline = catalog.Compile(spec, context);
        (Basis, Missing) = Judge(_pipeline);
        if (Basis == RedecisionBasis.Chance)
        {
            context = new StrategyContext(_clock, new Random(Seed));
            _pipeline = catalog.Compile(spec, context);
        }

        _sessions = context.Sessions;
        _idle = IdleOf(_pipeline);
    }

    /// <summary>What its answers rest on.</summary>
    public RedecisionBasis Basis { get; }

    /// <summary>What was not recorded, in words; empty when nothing that matters.</summary>
    public string Missing { get; }

    /// <summary>Whether it goes by who served a session last.</summary>
    public bool AsksSessions => _idle is not null;

    /// <summary>Names of the scorers and their weights; empty for a strategy that goes by a rule of its picker alone.</summary>
    public IReadOnlyList<(string Scorer, float Weight)> Scorers => [.. _pipeline.Scorers.Select(s => (s.Scorer.Name, s.Weight))];

    /// <summary>What the strategy goes by and was not kept of this decision, in words; empty when it can be made again.</summary>
    public string MissingOf(RoutingDecision recorded) =>
        _pipeline.Picker is HashRingPicker ring && !HasKey(recorded.Request, ring.Head) ? $"the hash of as much of the prompt's start as this strategy goes by ({ring.Head.Bytes:N0} bytes or {ring.Head.Tokens:N0} tokens)"
        : AsksSessions && !TryBinding(recorded, out _) ? (recorded.Request.HasKeys ? "who served the session before" : "which session the request belongs to")
        : "";

    /// <summary>The worker it would choose, and by what margin; null when it cannot be told (see <see cref="MissingOf"/>) or nobody would be left.</summary>
    public Redecided? Decide(RoutingDecision recorded) => Decide(recorded, default);

    /// <summary>Whether it looks at what workers reported to hold, where that is trusted; else it goes by what is predicted, if by caches at all.</summary>
    internal bool ReadsReported => _pipeline.Scorers.Any(s => s.Scorer is ReportedPrefixScorer or DynamoCostScorer);

    /// <summary>How many decisions it has made so far.</summary>
    internal int Made { get; private set; }

    internal Redecided? Decide(RoutingDecision recorded, in RedecisionChange change)
    {
        Prepare(recorded);
        if (_recorded.Length == 0 || !_told)
        {
            return null;
        }

        for (var i = 0; i < _recorded.Length; i++)
        {
            var changed = change.Apply(_recorded[i]);
            _candidates[i] = ToCandidate(changed, i, recorded.Request.Model);
            _considered[i] = changed with { RemovedBy = null, Column = -1 };
        }

        Made++;
        var choice = Choice.Make(_request, _pipeline, _candidates.AsSpan(), _considered);
        return choice.Index < 0 ? null : new Redecided(_candidates[choice.Index].Worker.Id, choice.Reason, choice.Margin, choice.TieBreak);
    }

    private void Prepare(RoutingDecision recorded)
    {
        if (_asked == recorded)
        {
            return;
        }

        var considered = recorded.Candidates.Where(c => c.RemovedBy is null || !s_ineligible.Contains(c.RemovedBy));
        // First of equals is who was chosen, see FirstOfEquals; rules that take turns or draw see the workers in their own order.
        _recorded = [.. Basis == RedecisionBasis.Chance ? considered : considered.OrderBy(c => c.Worker == recorded.Winner ? 0 : 1)];
        _candidates = new WorkerCandidate[_recorded.Length];
        _considered = new DecisionCandidate[_recorded.Length];
        _request = ToRequest(recorded);
        _told = MissingOf(recorded).Length == 0;
        _clock.Now = recorded.At;
        if (AsksSessions && TryBinding(recorded, out var bound) && bound is { } binding)
        {
            _clock.Now = binding.At;
            _sessions.Bind(_request, binding.Worker, TimeSpan.MaxValue, maxSessions: 1);
            _clock.Now = recorded.At;
        }

        _asked = recorded;
    }

    private static bool HasKey(in DecidedRequest request, RingHead head) => request.HasKeys && request.RingBlocks == head.BlocksOf(request.Blocks);

    /// <summary>False when it cannot be told whom the request's session was bound to; null when to nobody.</summary>
    private bool TryBinding(RoutingDecision recorded, out SessionBinding? binding)
    {
        binding = null;
        if (!recorded.Request.HasKeys)
        {
            return false;
        }

        if (recorded.Request.Session == 0)
        {
            return true;
        }

        if (_history is { } history)
        {
            return history.TryFind(recorded, _idle!.Value, out binding);
        }

        if (!SessionRecord.TryRead(recorded, out var worker))
        {
            return false;
        }

        binding = worker is { } bound ? new SessionBinding(bound, recorded.At) : null;
        return true;
    }

    private static TimeSpan? IdleOf(StrategyPipeline pipeline)
    {
        var idle = pipeline.Picker is SessionPicker picker ? picker.Idle : (TimeSpan?)null;
        foreach (var (scorer, _) in pipeline.Scorers)
        {
            idle = scorer is SessionScorer session && !(idle > session.Idle) ? session.Idle : idle;
        }

        return idle;
    }

    private static (RedecisionBasis Basis, string Missing) Judge(StrategyPipeline pipeline)
    {
        switch (pipeline.Picker)
        {
            case RandomPicker or RoundRobinPicker or PowerOfTwoPicker or SoftmaxPicker or WeightedRandomPicker:
                return (RedecisionBasis.Chance, "");
        }

        var missing = pipeline.Scorers.Select(s => s.Scorer switch
        {
            NoHitLruScorer => "who served cold requests last",
            DynamoCostScorer => "the blocks of requests that ran at that moment",
            LoraAffinityScorer => "which adapters were loaded",
            _ => "",
        }).Append(pipeline.Observers.Any(o => o is LastServedTable) ? "who served the prefix last" : "").Where(m => m.Length > 0).ToArray();
        return missing.Length == 0 ? (RedecisionBasis.Record, "") : (RedecisionBasis.Partial, string.Join(", ", missing));
    }

    private WorkerCandidate ToCandidate(in DecisionCandidate recorded, int index, string model) => new()
    {
        Worker = Stand(recorded.Worker, model),
        Index = index,
        PredictedBlocks = recorded.PredictedBlocks,
        Reported = new ReportedOverlap(recorded.Trust, recorded.Tiers),
        InFlight = recorded.InFlight,
        Processed = recorded.Processed,
        PendingPrefillTokens = recorded.PendingPrefillTokens,
        Waiting = recorded.Waiting,
        Running = recorded.Running,
        KvUsage = recorded.KvUsage,
    };

    /// <summary>Stands for a worker that may have left long ago: rules ask it for its name and state only.</summary>
    private Worker Stand(WorkerId id, string model)
    {
        if (!_workers.TryGetValue(id, out var worker))
        {
            var config = new WorkerConfig { Id = id, Address = new Uri("http://recorded.invalid"), Models = [model] };
            worker = new Worker(config, _workers.Count % WorkerRegistry.MaxWorkers, new WorkerState(WorkerStatus.Ready, "recorded", default));
            _workers.Add(id, worker);
        }

        return worker;
    }

    private static RoutingRequest ToRequest(RoutingDecision recorded) => new()
    {
        Id = recorded.Id,
        // Of this decision alone: what another one's session was bound to must not be found.
        SessionKey = recorded.Request.Session == 0 ? null : recorded.Id,
        RecordedRingKey = recorded.Request.RingKey,
        Model = recorded.Request.Model,
        Namespace = new PrefixNamespace(recorded.Request.Model, Tenant: recorded.Request.Tenant),
        Blocks = ToBlocks(recorded.Request.Blocks),
        TokenBlocks = recorded.Request.TokenBlocks.Count == 0 ? PromptBlocks.Empty : ToBlocks(recorded.Request.TokenBlocks),
        Tokenization = recorded.Request.Tokenization,
        PromptTokens = recorded.Request.PromptTokens,
        Path = recorded.Request.Path,
        Streaming = recorded.Request.Streaming,
    };

    /// <summary>As many blocks as there were; their hashes were not kept, and what goes by them is told apart by <see cref="Judge"/>.</summary>
    private static PromptBlocks ToBlocks(in PromptShape shape) => new()
    {
        Hashes = new ulong[shape.Count],
        Unit = shape.Unit,
        BlockSize = shape.BlockSize,
        TotalUnits = shape.TotalUnits,
        Segments = shape.Segments.IsDefault ? ImmutableArray<PromptSegment>.Empty : shape.Segments,
    };
}
