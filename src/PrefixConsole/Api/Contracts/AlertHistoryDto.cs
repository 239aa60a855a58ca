using PrefixConsole.Storage.Model;

namespace PrefixConsole.Api.Contracts;

/// <summary>When rules began and ended to fire.</summary>
/// <param name="Changes">Newest first.</param>
/// <param name="Problem">Why there are only those since the start: the database does not answer. Null when it does.</param>
public sealed record AlertHistoryDto(IReadOnlyList<AlertChangeDto> Changes, string? Problem)
{
    internal static AlertHistoryDto From((IReadOnlyList<AlertRow> Rows, string? Problem) history) =>
        new([.. history.Rows.Select(AlertChangeDto.From)], history.Problem);
}
