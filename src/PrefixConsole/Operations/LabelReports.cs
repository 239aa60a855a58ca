using PrefixConsole.Storage.Model;

namespace PrefixConsole.Operations;

/// <summary>What the audit log says of names that operators give to prefixes.</summary>
internal static class LabelReports
{
    public static ActReport Of(bool done, string? before, string? after) => done
        ? new ActReport(AuditResults.Done, Before: before is null ? null : new { Label = before }, After: new { Label = after })
        : new ActReport(AuditResults.Invalid, "the label was not accepted");
}
