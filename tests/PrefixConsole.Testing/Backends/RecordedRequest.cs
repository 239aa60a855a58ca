using System.Collections.Immutable;

namespace PrefixConsole.Testing.Backends;

/// <summary>A request as a fake worker received it, byte for byte.</summary>
public sealed record RecordedRequest(string Method, string Path, ImmutableDictionary<string, string> Headers, byte[] Body);
