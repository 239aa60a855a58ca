namespace PrefixConsole.Storage.Model;

/// <summary>Somebody changed something, or tried to. Never updated.</summary>
public sealed class AuditRow : IKeptRow
{
    public Guid Id { get; set; }

    public DateTimeOffset At { get; set; }

    /// <summary>Name of the user or API token; "configuration", "auto-revert" and "restart" for the program itself.</summary>
    public required string Who { get; set; }

    /// <summary>Role or scopes it acted with.</summary>
    public required string Role { get; set; }

    /// <summary>Where from: "console 127.0.0.1", "API 10.0.0.7".</summary>
    public required string Origin { get; set; }

    /// <summary>What, as noun.verb: <c>strategy.apply</c>, <c>worker.drain</c>.</summary>
    public required string Action { get; set; }

    /// <summary>On what; empty when the action says it all.</summary>
    public required string Target { get; set; }

    /// <summary>State before as JSON; null when there was none.</summary>
    public string? Before { get; set; }

    /// <summary>State after as JSON; null when nothing changed.</summary>
    public string? After { get; set; }

    /// <summary><c>done</c>, <c>refused</c> (not allowed), <c>invalid</c>, <c>conflict</c> or <c>failed</c>.</summary>
    public required string Result { get; set; }

    /// <summary>The reason given for it, or why it was not done.</summary>
    public required string Note { get; set; }
}
