using PrefixConsole.Gateway.KvEvents;

namespace PrefixConsole.Api.Contracts;

/// <summary>The socket of a feed. Counters run since it was made.</summary>
public sealed record IngestTransportDto(
    string Endpoint,
    string? ReplayEndpoint,
    bool Connected,
    string? Problem,
    int QueuedBatches,
    long QueuedBytes,
    double? LagMs,
    long Malformed,
    long Overflowed,
    long Reconnects)
{
    internal static IngestTransportDto From(KvTransportView view) => new(
        view.Endpoint, view.ReplayEndpoint, view.Connected, view.Problem, view.QueuedBatches, view.QueuedBytes, view.Lag?.TotalMilliseconds,
        view.Malformed, view.Overflowed, view.Reconnects);
}
