using System.Collections.Immutable;
using PrefixConsole.Routing.Filters;
using PrefixConsole.Routing.KvEvents;
using PrefixConsole.Routing.Pickers;
using PrefixConsole.Routing.Scheduling;
using PrefixConsole.Routing.Scheduling.State;
using PrefixConsole.Routing.Scorers;

namespace PrefixConsole.Routing.Strategies;

/// <summary>The rules a <c>custom</c> strategy can be composed of, with their fixed defaults.</summary>
internal static class BuiltInRules
{
    public static ImmutableArray<Rule<IWorkerFilter>> Filters { get; } =
    [
        new(new(FilterNames.BelowQueueLimit, "Removes workers with 128 or more waiting requests; refuses the request when none is left.", "PrefixConsole"),
            _ => new BelowQueueLimitFilter()),
        new(new(FilterNames.KvBelowLimit, "Removes workers with a KV usage of 0.98 or more; refuses the request when none is left.", "PrefixConsole"),
            _ => new KvBelowLimitFilter()),
        new(new(FilterNames.PrefixAffinity, "Keeps workers predicted to hold at least 80 % of the prompt; keeps all when none does.", "llm-d prefix-cache-affinity-filter"),
            _ => new PrefixAffinityFilter()),
        new(new(FilterNames.Utilization, "Keeps workers with at most 6 waiting requests and a KV usage of at most 0.96; keeps all when none does.", "llm-d utilization-detector"),
            _ => new UtilizationFilter()),
    ];

    public static ImmutableArray<Rule<IWorkerScorer>> Scorers { get; } =
    [
        new(new(ScorerNames.Prefix, "Predicted blocks held ÷ blocks of the prompt.", "llm-d prefix-cache-scorer"), _ => new PrefixScorer()),
        new(new(ScorerNames.ReportedPrefix, "Reported blocks held, weighed by tier, ÷ token blocks of the prompt; the predicted share where reports are not trusted.", "llm-d precise-prefix-cache-scorer"), _ => new ReportedPrefixScorer(TierWeights.Default)),
        new(new(ScorerNames.Queue, "(max − waiting) ÷ (max − min); all equal: 1.", "GIE queue-scorer"), _ => new QueueScorer()),
        new(new(ScorerNames.KvUsage, "1 − KV usage.", "GIE kv-cache-utilization-scorer"), _ => new KvUsageScorer()),
        new(new(ScorerNames.RunningRequests, "(max − running) ÷ (max − min); all equal: 1.", "llm-d running-requests-size-scorer"), _ => new RunningRequestsScorer()),
        new(new(ScorerNames.LoadAware, "0.5 × (1 − min(waiting, 128) ÷ 128).", "llm-d load-aware-scorer"), _ => new LoadAwareScorer()),
        new(new(ScorerNames.ActiveRequests, "Idle: 1; else (max − in flight) ÷ max.", "llm-d active-request-scorer"), _ => new ActiveRequestsScorer()),
        new(new(ScorerNames.PendingPrefill, "1 − min(1, tokens to prefill ÷ 4,194,304).", "llm-d token-load-scorer"), _ => new PendingPrefillScorer()),
        new(new(ScorerNames.NoHitLru, "0.5 when any worker holds a block; else 1 − rank ÷ (n − 1), longest without a cold request first.", "llm-d no-hit-lru-scorer"),
            context => new NoHitLruScorer(context.ColdStarts, context.Preview)),
        new(new(ScorerNames.Session, "1 for the worker that served the session last, within 300 s; else 0.", "llm-d session-affinity-scorer"),
            context => new SessionScorer(context.Sessions, SessionTable.DefaultIdle)),
        new(new(ScorerNames.LoraAffinity, "Adapter running: 1; room for it: 0.8; adapter waiting: 0.6; else 0.", "llm-d lora-affinity-scorer"), _ => new LoraAffinityScorer()),
    ];

    public static ImmutableArray<Rule<IWorkerPicker>> Pickers { get; } =
    [
        new(new(PickerNames.MaxScore, "Highest total, random among equals.", "GIE max-score-picker"), context => new MaxScorePicker(context.Random)),
        new(new(PickerNames.WeightedRandom, "Drawn in proportion to the totals; all 0: uniformly.", "llm-d weighted-random-picker"), context => new WeightedRandomPicker(context.Random)),
        new(new(PickerNames.Random, "Uniform; ignores scores.", "GIE random-picker"), context => new RandomPicker(context.Random)),
        new(new(PickerNames.RoundRobin, "In turn; ignores scores.", "baseline"), context => new RoundRobinPicker(context.Turns, context.Preview)),
        new(new(PickerNames.LeastLoaded, "Fewest requests in flight, then fewest processed; ignores scores.", "baseline"), context => new LeastLoadedPicker(context.Random)),
        new(new(PickerNames.PowerOfTwo, "Two at random, fewer requests in flight; ignores scores.", "SGLang power_of_two"), context => new PowerOfTwoPicker(context.Random)),
    ];
}
