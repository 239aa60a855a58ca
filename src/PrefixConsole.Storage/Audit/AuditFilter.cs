namespace PrefixConsole.Storage.Audit;

/// <summary>What part of the audit log to read; null fields do not filter.</summary>
public sealed record AuditFilter
{
    public string? Who { get; init; }

    /// <summary>Action, or its noun: <c>strategy</c> finds <c>strategy.apply</c>.</summary>
    public string? Action { get; init; }

    public string? Target { get; init; }

    /// <summary>One of <see cref="Model.AuditResults"/>.</summary>
    public string? Result { get; init; }

    public DateTimeOffset? From { get; init; }

    public DateTimeOffset? To { get; init; }

    /// <summary>Only entries older than this one: the last of the page before.</summary>
    public Guid? Before { get; init; }
}
