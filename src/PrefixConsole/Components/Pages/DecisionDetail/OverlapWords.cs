using PrefixConsole.Components.Controls;
using PrefixConsole.Routing.KvEvents;
using PrefixConsole.Routing.Scheduling;

namespace PrefixConsole.Components.Pages.DecisionDetail;

/// <summary>Which overlap of a worker counted where reported overlap was asked for, and why, in words.</summary>
public static class OverlapWords
{
    public static string Of(KvTrust trust, int tokenBlocks) => Overlap.SourceOf(trust, tokenBlocks) switch
    {
        OverlapSource.Reported => "reported",
        OverlapSource.Both => $"greater of both ({TrustChip.WordOf(trust)})",
        _ when trust == KvTrust.NotReporting => "predicted (not reporting)",
        _ when trust is KvTrust.Trusted or KvTrust.CatchingUp => "predicted (no tokens)",
        _ => $"predicted ({TrustChip.WordOf(trust)})",
    };

    public static string Why(KvTrust trust, int tokenBlocks) => Overlap.SourceOf(trust, tokenBlocks) switch
    {
        OverlapSource.Reported => "Its reports were trusted: what it reported counts, not what was predicted.",
        OverlapSource.Both => "It was catching up: what it reported is there, but more may be, so the greater of both counts.",
        _ when trust == KvTrust.NotReporting => "It reports nothing of its cache, so the predicted overlap counts.",
        _ when trust is KvTrust.Trusted or KvTrust.CatchingUp => "The prompt's tokens were not known, so its report could not be asked and the predicted overlap counts.",
        _ => "Its reports could not be relied on when this was decided, so the predicted overlap counts.",
    };

    /// <summary>Where the reported blocks lie, tier by tier.</summary>
    public static string Tiers(TierBlocks tiers)
    {
        (string Name, int Blocks)[] all =
            [("GPU", tiers.Gpu), ("CPU", tiers.Cpu), ("disk", tiers.Disk), ("remote", tiers.Remote), ("unknown medium", tiers.Unknown)];
        return tiers.Total == 0 ? "No leading block reported" : string.Join(", ", all.Where(t => t.Blocks > 0).Select(t => $"{Figures.Count(t.Blocks)} {t.Name}"));
    }
}
