using PrefixConsole.Operations;

namespace PrefixConsole.Api.Contracts;

/// <summary>The active revision reverts unless it is confirmed.</summary>
/// <param name="RevertsTo">Number of the revision whose strategy would come back.</param>
/// <param name="ConfirmBy">When.</param>
public sealed record PendingDto(int RevertsTo, DateTimeOffset ConfirmBy)
{
    internal static PendingDto? From(PendingChange? pending, int revision) =>
        pending is not null && pending.Revision == revision ? new PendingDto(pending.RevertsTo, pending.ConfirmBy) : null;
}
