using System.Collections.Immutable;

namespace PrefixConsole.Gateway.Accuracy;

/// <summary>Names of <see cref="ReuseCause"/>s, as in metrics, API and CSV.</summary>
public static class ReuseCauses
{
    /// <summary>In the order of the prompt: what the chosen worker lost, what it never had, what no worker had, the rest.</summary>
    public static ImmutableArray<ReuseCause> All { get; } =
    [
        ReuseCause.Evicted, ReuseCause.StaleIndex, ReuseCause.UntrustedIndex, ReuseCause.Tokenizer,
        ReuseCause.Overruled, ReuseCause.Namespace, ReuseCause.Cold, ReuseCause.BelowBlock,
    ];

    public static string NameOf(ReuseCause cause) => cause switch
    {
        ReuseCause.Cold => "cold",
        ReuseCause.Namespace => "namespace",
        ReuseCause.BelowBlock => "below-block",
        ReuseCause.Overruled => "overruled",
        ReuseCause.Evicted => "evicted",
        ReuseCause.StaleIndex => "stale-index",
        ReuseCause.UntrustedIndex => "untrusted-index",
        ReuseCause.Tokenizer => "tokenizer",
        _ => throw new ArgumentOutOfRangeException(nameof(cause)),
    };
}
