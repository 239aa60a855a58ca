using System.Collections.Immutable;
using PrefixConsole.Gateway.Configuration;
using PrefixConsole.Storage.Model;

namespace PrefixConsole.Operations;

/// <summary>What the audit log says of changes to the fleet.</summary>
internal static class WorkerReports
{
    public static ActReport OfAdd(WorkerOptions options, ImmutableArray<FieldError> errors) => errors.IsEmpty
        ? new ActReport(AuditResults.Done, After: new { options.Id, options.Url, options.Models, options.Adapters, options.Role })
        : new ActReport(AuditResults.Invalid, string.Join("; ", errors.Select(e => $"{e.Field}: {e.Message}")));
}
