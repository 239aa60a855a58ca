namespace PrefixConsole.Storage.Fleet;

/// <summary>What part of the alerts' history to read; null fields do not filter.</summary>
public sealed record AlertHistoryFilter
{
    /// <summary>Id of the rule.</summary>
    public string? Rule { get; init; }

    /// <summary>First moment, and the one that is no longer included.</summary>
    public DateTimeOffset? From { get; init; }

    public DateTimeOffset? To { get; init; }

    /// <summary>Only changes older than this one: the last of the page before.</summary>
    public Guid? Before { get; init; }
}
