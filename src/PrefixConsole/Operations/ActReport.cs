using PrefixConsole.Storage.Model;

namespace PrefixConsole.Operations;

/// <summary>How an action ended, for the audit log.</summary>
/// <param name="Result">One of <see cref="AuditResults"/>.</param>
/// <param name="Note">The reason given, or why it was not done.</param>
/// <param name="Before">State before; null when there was none.</param>
/// <param name="After">State after; null when there is none any more, or nothing changed.</param>
public readonly record struct ActReport(string Result, string Note = "", object? Before = null, object? After = null)
{
    public static ActReport NoTarget { get; } = new(AuditResults.Failed, "there is no such target");
}
