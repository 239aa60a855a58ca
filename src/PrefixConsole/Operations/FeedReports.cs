namespace PrefixConsole.Operations;

/// <summary>What the audit log says of feeds of KV events.</summary>
internal static class FeedReports
{
    public static string Target(string worker, int? rank) => rank is { } only ? $"{worker}/{only}" : worker;

    public static string Quarantine(bool on) => on ? "feed.quarantine" : "feed.let-in";
}
