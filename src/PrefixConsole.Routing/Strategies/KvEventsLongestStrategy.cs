using PrefixConsole.Routing.KvEvents;
using PrefixConsole.Routing.Pickers;
using PrefixConsole.Routing.Scorers;

namespace PrefixConsole.Routing.Strategies;

/// <summary>SGLang's cache-aware policy in event mode.</summary>
internal sealed class KvEventsLongestStrategy : IStrategy
{
    private const string BalanceAbs = "balance-abs";
    private const string BalanceRel = "balance-rel";

    public StrategyDescriptor Descriptor { get; } = new(
        StrategyNames.KvEventsLongest,
        "KV events, longest",
        "The worker that reported the longest prefix, however short; then the lower load. Known weakness: load counts only once the fleet is "
        + "out of balance, so a beginning that all prompts share sends them all to whoever held it first until then.",
        "SGLang gateway, event mode",
        [
            new()
            {
                Name = BalanceAbs,
                Summary = "Requests the most loaded worker may have more than the least loaded before load alone decides.",
                Default = 64,
                Minimum = 0,
                Maximum = 100_000,
                Unit = "requests",
            },
            new()
            {
                Name = BalanceRel,
                Summary = "Factor the most loaded worker may have more before load alone decides; both margins must be passed.",
                Default = 1.5,
                Minimum = 0,
                Maximum = 1000,
            },
        ]);

    public StrategyPipeline Build(StrategySpec spec, StrategyParameters parameters, StrategyContext context) => new(
        [],
        [(new ReportedPrefixScorer(new TierWeights { Cpu = 1, Disk = 1, Remote = 1, Unknown = 1 }), 1)],
        new LongestReportedPicker(parameters.Number(BalanceAbs), parameters.Number(BalanceRel), context.Random),
        []);
}
