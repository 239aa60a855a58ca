using PrefixConsole.Routing.KvEvents;
using PrefixConsole.Routing.Pickers;
using PrefixConsole.Routing.Scorers;

namespace PrefixConsole.Routing.Strategies;

/// <summary>SGLang's cache-aware policy in event mode.</summary>
internal sealed class KvEventsLongestStrategy : IStrategy
{
    public StrategyDescriptor Descriptor { get; } = new(
        StrategyNames.KvEventsLongest,
        "KV events, longest",
        "The worker that reported the longest prefix, however short; then the lower load. Known weakness: load never outweighs overlap, "
        + "so a beginning that all prompts share sends them all to whoever held it first.",
        "SGLang gateway, event mode",
        []);

    public StrategyPipeline Build(StrategySpec spec, StrategyParameters parameters, StrategyContext context) => new(
        [],
        [(new ReportedPrefixScorer(new TierWeights { Cpu = 1, Disk = 1, Remote = 1, Unknown = 1 }), 1)],
        new LongestReportedPicker(context.Random),
        []);
}
