using PrefixConsole.Storage.Model;

namespace PrefixConsole.Operations;

/// <summary>How an action ended, for the audit log.</summary>
/// <param name="Result">One of <see cref="AuditResults"/>.</param>
/// <param name="Note">The reason given, or why it was not done.</param>
/// <param name="Before">State before; null when there was none.</param>
/// <param name="After">State after; null when nothing changed.</param>
public readonly record struct ActReport(string Result, string Note = "", object? Before = null, object? After = null)
{
    /// <summary>Done, or there was no such thing.</summary>
    public static ActReport Of(bool done) => done ? new ActReport(AuditResults.Done) : new ActReport(AuditResults.Failed, "there is no such target");
}
