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

    // Kept from one question about a decision to the next: hundreds are asked about each.
    private RoutingDecision? _asked;
    private RoutingRequest _request = null!;
    private DecisionCandidate[] _recorded = [];
    private WorkerCandidate[] _candidates = [];
    private DecisionCandidate[] _considered = [];

    /// <param name="catalog">What the spec is compiled with.</param>
    /// <param name="spec">A valid spec.</param>
    /// <param name="time">Clock of the rules.</param>
    /// <exception cref="ArgumentException">The spec is not valid.</exception>
    public Redecision(StrategyCatalog catalog, StrategySpec spec, TimeProvider time)
    {
        if (catalog.Validate(spec) is { IsEmpty: false } errors)
        {
            throw new ArgumentException($"invalid strategy: {errors[0].Field}: {errors[0].Message}", nameof(spec));
        }

        _pipeline = catalog.Compile(spec, new StrategyContext(time, new FirstOfEquals()));
        (Basis, Missing) = Judge(_pipeline);
        if (Basis == RedecisionBasis.Chance)
        {
            _pipeline = catalog.Compile(spec, new StrategyContext(time, new Random(Seed)));
        }
    }

    /// <summary>What its answers rest on.</summary>
    public RedecisionBasis Basis { get; }

    /// <summary>What was not recorded, in words; empty when nothing that matters.</summary>
    public string Missing { get; }

    /// <summary>Names of the scorers and their weights; empty for a strategy that goes by a rule of its picker alone.</summary>
    public IReadOnlyList<(string Scorer, float Weight)> Scorers => [.. _pipeline.Scorers.Select(s => (s.Scorer.Name, s.Weight))];

    /// <summary>The worker it would choose, and by what margin; null when it cannot be told or nobody would be left.</summary>
    public Redecided? Decide(RoutingDecision recorded) => Decide(recorded, default);

    /// <summary>Whether it looks at what workers reported to hold, where that is trusted; else it goes by what is predicted, if by caches at all.</summary>
    internal bool ReadsReported => _pipeline.Scorers.Any(s => s.Scorer is ReportedPrefixScorer or DynamoCostScorer);

    /// <summary>How many decisions it has made so far.</summary>
    internal int Made { get; private set; }

    internal Redecided? Decide(RoutingDecision recorded, in RedecisionChange change)
    {
        if (Basis == RedecisionBasis.None)
        {
            return null;
        }

        Prepare(recorded);
        if (_recorded.Length == 0)
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
        _asked = recorded;
    }

    private static (RedecisionBasis Basis, string Missing) Judge(StrategyPipeline pipeline)
    {
        switch (pipeline.Picker)
        {
            case HashRingPicker:
                return (RedecisionBasis.None, "the hash of the prompt's first blocks");
            case SessionPicker:
                return (RedecisionBasis.None, "which session the request belongs to");
            case RandomPicker or RoundRobinPicker or PowerOfTwoPicker or SoftmaxPicker or WeightedRandomPicker:
                return (RedecisionBasis.Chance, "");
        }

        var missing = pipeline.Scorers.Select(s => s.Scorer switch
        {
            SessionScorer => "which session the request belongs to",
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
