using PrefixConsole.Routing.Pickers;
using PrefixConsole.Routing.Scheduling;
using PrefixConsole.Routing.Scorers;

namespace PrefixConsole.Routing.Strategies;

/// <summary>NVIDIA Dynamo's KV router.</summary>
internal sealed class DynamoCostStrategy : IStrategy
{
    private const string Credit = "overlap-credit";
    private const string Decay = "credit-decay";
    private const string Prefill = "prefill-scale";
    private const string Request = "active-request-weight";
    private const string Shared = "shared-cache-multiplier";
    private const string Host = "host-credit";
    private const string Disk = "disk-credit";
    private const string Temperature = "temperature";
    private const string Mode = "mode";
    private const string ModeEvents = "events";
    private const string ModeApproximate = "approximate";
    private const string Ttl = "ttl";
    private const string PredictedTtl = "predicted-ttl";

    public StrategyDescriptor Descriptor { get; } = new(
        StrategyNames.DynamoCost,
        "Dynamo cost",
        "Lowest sum of blocks to prefill, less what the worker holds of the prompt, and blocks to decode.",
        "NVIDIA Dynamo KV router",
        [
            Number(Credit, "Prefill blocks saved per block held; above 1 favours holders more.", 1, 100),
            Number(Decay, "How fast that credit falls with a worker's prefill load above the least loaded; 0 turns it off.", 0, 100),
            Number(Prefill, "Weight of a block to prefill against one to decode.", 1, 1000),
            Number(Request, "Blocks that every active request counts for besides its own.", 0, 10_000, "blocks"),
            Number(Shared, "Credit per block that a shared store holds beyond a worker's own.", 0, 10),
            Number(Host, "Credit per block in host memory.", 0.75, 1),
            Number(Disk, "Credit per block on disk or in an external store.", 0.25, 1),
            Number(Temperature, "0 takes the lowest cost; higher draws more evenly.", 0, 100),
            new()
            {
                Name = Mode,
                Summary = "What is known of caches: what workers report, or only what was sent to them within the time to live.",
                Default = ModeEvents,
                Choices = [ModeEvents, ModeApproximate],
            },
            Number(Ttl, "Approximate mode: how long a block that was sent to a worker counts as held.", 120, 86_400, "s"),
            Number(PredictedTtl, "Event mode: how long a block that was sent to a worker counts before it is reported; 0 turns it off.", 0, 3600, "s"),
        ]);

    public StrategyPipeline Build(StrategySpec spec, StrategyParameters parameters, StrategyContext context)
    {
        var weights = new DynamoWeights
        {
            OverlapCredit = parameters.Number(Credit),
            CreditDecay = parameters.Number(Decay),
            PrefillScale = parameters.Number(Prefill),
            ActiveRequest = parameters.Number(Request),
            SharedCache = parameters.Number(Shared),
            Host = parameters.Number(Host),
            Disk = parameters.Number(Disk),
        };
        var approximate = parameters.Word(Mode) == ModeApproximate;
        var life = TimeSpan.FromSeconds(parameters.Number(approximate ? Ttl : PredictedTtl));
        var routed = approximate || life > TimeSpan.Zero ? context.Routed.For(life) : null;
        var temperature = parameters.Number(Temperature);
        IWorkerPicker picker = temperature > 0 ? new SoftmaxPicker(temperature, context.Random) : new MaxScorePicker(context.Random);
        return new StrategyPipeline([], [(new DynamoCostScorer(weights, context.Active, routed, approximate), 1)], picker, [])
        {
            Dispatch = routed is null ? [context.Active] : [context.Active, routed],
        };
    }

    private static ParameterDescriptor Number(string name, string summary, double value, double most, string unit = "") => new()
    {
        Name = name,
        Summary = summary,
        Default = value,
        Minimum = 0,
        Maximum = most,
        Unit = unit,
    };
}
