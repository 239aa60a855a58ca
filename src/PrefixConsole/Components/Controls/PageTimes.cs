namespace PrefixConsole.Components.Controls;

/// <summary>What the top bar's time range means on a page, by the page's path from the root, with or without a query.</summary>
internal static class PageTimes
{
    // In the place of the range: why there is none. By the first part of the path.
    private static readonly Dictionary<string, string> s_now = new(StringComparer.Ordinal)
    {
        ["workers"] = "The fleet as it is now. The page of a worker looks back",
        ["prefixes"] = "The caches as they are now: what they held before is not stored",
        ["decisions"] = "One decision, as it was made",
        ["ingest"] = "The feeds as they are now, and their last five minutes: no more of them is kept",
        ["strategy"] = "The strategy in force now. Changes has those before",
        ["settings"] = "The settings in force now. The audit has what was changed",
        ["try"] = "Where a prompt would go now: the caches of another time are not stored",
        ["help"] = "A text without a time",
    };

    /// <summary>Pages that can look back; others show what is.</summary>
    public static bool Follow(string relativePath) => Parts(relativePath) is [] or ["decisions" or "changes" or "accuracy" or "audit" or "alerts"] or ["workers", _];

    /// <summary>Lists whose time may be open at its beginning.</summary>
    public static bool AreOpen(string relativePath) => Parts(relativePath) is ["audit" or "alerts"];

    /// <summary>Whether the page also has windows of what is counted in memory, as <c>window=…</c>.</summary>
    public static bool HaveWindows(string relativePath) => Parts(relativePath) is ["accuracy"];

    /// <summary>Why a page has no time range.</summary>
    public static string WhyNow(string relativePath) =>
        s_now.GetValueOrDefault(Parts(relativePath).FirstOrDefault() ?? "") ?? "This page shows what is now";

    /// <summary>What a page shows without a range.</summary>
    public static string Live(string relativePath) => Parts(relativePath) switch
    {
        ["accuracy"] => "live: all requests of the last 15 minutes",
        ["audit"] => "live: all entries that are kept, newest first",
        ["alerts"] => "live: all changes that are kept, newest first",
        ["decisions"] => "live: those in memory",
        _ => "live: the last five minutes",
    };

    private static string[] Parts(string relativePath) => relativePath.Split('?', '#')[0].Split('/', StringSplitOptions.RemoveEmptyEntries);
}
