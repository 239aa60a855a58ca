using PrefixConsole.Routing.KvEvents;

namespace PrefixConsole.Api.Contracts;

/// <summary>Leading token blocks that a worker reported, by the best tier that holds each.</summary>
public sealed record TiersDto(int Gpu, int Cpu, int Disk, int Remote, int Unknown)
{
    internal static TiersDto From(TierBlocks tiers) => new(tiers.Gpu, tiers.Cpu, tiers.Disk, tiers.Remote, tiers.Unknown);
}
