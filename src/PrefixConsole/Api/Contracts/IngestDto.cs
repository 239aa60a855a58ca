using PrefixConsole.Gateway.Telemetry;

namespace PrefixConsole.Api.Contracts;

/// <summary>What comes in of KV events.</summary>
public sealed record IngestDto(IngestTotalsDto Totals, IngestListenerDto? Listener, IReadOnlyList<IngestFeedDto> Feeds)
{
    internal static IngestDto From(IngestView view) => new(
        IngestTotalsDto.From(view.Totals),
        view.Listener is { } listener ? IngestListenerDto.From(listener) : null,
        [.. view.Rows.Select(IngestFeedDto.From)]);
}
