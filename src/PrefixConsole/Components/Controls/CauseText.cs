using PrefixConsole.Gateway.Accuracy;

namespace PrefixConsole.Components.Controls;

/// <summary>What the console says of a cause of lost reuse, and what an operator can do about it.</summary>
internal sealed record CauseText(ReuseCause Cause, string Title, string Meaning, string Advice)
{
    public static IReadOnlyList<CauseText> All { get; } =
    [
        new(ReuseCause.Evicted, "Evicted", "The chosen worker held it when the request was decided and had dropped it when the request got there.",
            "The cache is too small for what goes through it: more KV memory, an offload tier, or fewer different prefixes per worker."),
        new(ReuseCause.StaleIndex, "Stale index", "The index says that the chosen worker holds it, and its engine did not have it.",
            "Look at the worker's events: gaps, lag, a cache cleared without an event. A resync builds its index again."),
        new(ReuseCause.UntrustedIndex, "Only predicted", "It was expected from what was sent before: the worker's report did not exist or was not trusted.",
            "Let the engine publish KV events, or see on its page why they are not trusted."),
        new(ReuseCause.Tokenizer, "Tokenizer differs", "The engine counted other tokens than the index was asked with, so its blocks cannot be found.",
            "Give the gateway the tokenizer and chat template of the model that the engine runs."),
        new(ReuseCause.Overruled, "Routed elsewhere", "Another worker held it; load or another rule outweighed the cache.",
            "Fine when it keeps queues short. If not, raise the weight of the prefix scorer, or lower those of load."),
        new(ReuseCause.Namespace, "Other namespace", "The same content was served before under another adapter, cache_salt or tenant, which caches keep apart.",
            "Share a salt or tenant where that is allowed."),
        new(ReuseCause.Cold, "Cold", "No worker held it.",
            "New content, or dropped everywhere. Put what prompts share first, and what changes last."),
        new(ReuseCause.BelowBlock, "Below a block", "It fills no whole block, or is in the last block, of which an engine always computes at least one token.",
            "Not avoidable; a large share means short prompts or large blocks."),
    ];

    /// <summary>Class that colours it.</summary>
    public string Css => ReuseCauses.NameOf(Cause);

    public string Hint => $"{Meaning} {Advice}";
}
