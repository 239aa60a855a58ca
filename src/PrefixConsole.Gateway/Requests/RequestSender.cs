using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.Requests;

/// <summary>What routing knows of a request besides its body.</summary>
/// <param name="Id">Names its decision.</param>
/// <param name="Session">Null for none.</param>
/// <param name="Demo">Traffic of the embedded generator.</param>
/// <param name="Pinned">Worker that an operator pinned it to; null for none.</param>
internal readonly record struct RequestSender(string Id, string? Session, bool Demo, WorkerId? Pinned = null);
