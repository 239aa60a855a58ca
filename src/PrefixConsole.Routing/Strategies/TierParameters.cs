using System.Collections.Immutable;
using PrefixConsole.Routing.KvEvents;

namespace PrefixConsole.Routing.Strategies;

/// <summary>Weights of cache tiers as parameters of a strategy.</summary>
internal static class TierParameters
{
    private const string Cpu = "cpu-weight";
    private const string Disk = "disk-weight";
    private const string Remote = "remote-weight";
    private const string Unknown = "unknown-tier-weight";

    public static ImmutableArray<ParameterDescriptor> All { get; } =
    [
        Weight(Cpu, "Worth of a block in host memory against one in GPU memory.", TierWeights.Default.Cpu),
        Weight(Disk, "Worth of a block on disk.", TierWeights.Default.Disk),
        Weight(Remote, "Worth of a block in a store shared with others.", TierWeights.Default.Remote),
        Weight(Unknown, "Worth of a block in a tier with an unknown name; llm-d counts it as GPU.", TierWeights.Default.Unknown),
    ];

    public static TierWeights Read(StrategyParameters parameters) => new()
    {
        Cpu = parameters.Number(Cpu),
        Disk = parameters.Number(Disk),
        Remote = parameters.Number(Remote),
        Unknown = parameters.Number(Unknown),
    };

    private static ParameterDescriptor Weight(string name, string summary, double value) => new()
    {
        Name = name,
        Summary = summary,
        Default = value,
        Minimum = 0,
        Maximum = 1,
    };
}
