using PrefixConsole.Storage.Model;

namespace PrefixConsole.Api.Contracts;

/// <summary>A rule began or ended to fire.</summary>
public sealed record AlertChangeDto(Guid Id, DateTimeOffset At, string Rule, string State, double? Value, double Threshold, string Note)
{
    internal static AlertChangeDto From(AlertRow row) => new(row.Id, row.At, row.Rule, row.Firing ? "firing" : "resolved", row.Value, row.Threshold, row.Note);
}
