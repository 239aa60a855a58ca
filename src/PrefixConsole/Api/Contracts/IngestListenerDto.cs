using PrefixConsole.Gateway.KvEvents;

namespace PrefixConsole.Api.Contracts;

/// <summary>The listener that engines of all workers may connect to.</summary>
public sealed record IngestListenerDto(string Endpoint, int Peers, long Malformed, long Unknown, string? LastUnknown, string? Problem)
{
    internal static IngestListenerDto From(KvListenerView view) =>
        new(view.Endpoint, view.Peers, view.Malformed, view.Unknown, view.LastUnknown, view.Problem);
}
