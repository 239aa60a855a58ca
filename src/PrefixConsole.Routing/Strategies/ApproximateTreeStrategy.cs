using PrefixConsole.Routing.Pickers;

namespace PrefixConsole.Routing.Strategies;

/// <summary>SGLang's cache-aware policy over the predicted tree. Defaults are those of its launcher.</summary>
internal sealed class ApproximateTreeStrategy : IStrategy
{
    public const string CacheThreshold = "cache-threshold";
    public const string BalanceAbs = "balance-abs";
    public const string BalanceRel = "balance-rel";
    public const string Gate = "gate";
    public const string GateRequest = "request";
    public const string GateFleet = "fleet";
    public const string Holder = "holder";
    public const string HolderLeastLoaded = "least-loaded";
    public const string HolderLast = "last";
    public const string KvSpread = "kv-spread";
    public const string KvCeiling = "kv-ceiling";

    public StrategyDescriptor Descriptor { get; } = new(
        StrategyNames.ApproximateTree,
        "Approximate tree",
        "The worker predicted to hold most of the prompt, unless that is too little or the worker is too loaded; else the least loaded.",
        "SGLang router cache_aware",
        [
            new()
            {
                Name = CacheThreshold,
                Summary = "A hit needs a matched share of the prompt's blocks strictly above this.",
                Default = 0.3,
                Minimum = 0,
                Maximum = 1,
            },
            new()
            {
                Name = BalanceAbs,
                Summary = "Requests above the balance point before affinity yields to load; higher keeps affinity longer.",
                Default = 64,
                Minimum = 0,
                Maximum = 100_000,
                Unit = "requests",
            },
            new()
            {
                Name = BalanceRel,
                Summary = "Factor over the balance point before affinity yields to load; both margins must be passed.",
                Default = 1.5,
                Minimum = 0,
                Maximum = 1000,
            },
            new()
            {
                Name = Gate,
                Summary = "What is balanced: the chosen worker against the mean (request), or the most against the least loaded (fleet, the older rule).",
                Default = GateRequest,
                Choices = [GateRequest, GateFleet],
            },
            new()
            {
                Name = Holder,
                Summary = "Which of several holders: the least loaded, or the one that served the prefix last (the older rule).",
                Default = HolderLeastLoaded,
                Choices = [HolderLeastLoaded, HolderLast],
            },
            new()
            {
                Name = KvSpread,
                Summary = "Difference in KV usage between workers above which affinity is given up; 1 turns it off.",
                Default = 1,
                Minimum = 0,
                Maximum = 1,
            },
            new()
            {
                Name = KvCeiling,
                Summary = "KV usage of the fullest worker above which affinity is given up; 1 turns it off.",
                Default = 1,
                Minimum = 0,
                Maximum = 1,
            },
        ]);

    public StrategyPipeline Build(StrategySpec spec, StrategyParameters parameters, StrategyContext context)
    {
        var rule = new DeepestHolderRule
        {
            CacheThreshold = parameters.Number(CacheThreshold),
            BalanceAbs = parameters.Number(BalanceAbs),
            BalanceRel = parameters.Number(BalanceRel),
            FleetGate = parameters.Word(Gate) == GateFleet,
            LastHolder = parameters.Word(Holder) == HolderLast,
            KvSpread = parameters.Number(KvSpread),
            KvCeiling = parameters.Number(KvCeiling),
        };
        var picker = new DeepestHolderPicker(rule, context.LastServed, context.Random);
        return rule.LastHolder ? IStrategy.Only(picker, context.LastServed) : IStrategy.Only(picker);
    }
}
