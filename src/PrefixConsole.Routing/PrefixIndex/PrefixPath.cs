namespace PrefixConsole.Routing.PrefixIndex;

/// <summary>A prefix of the predicted tree, whole: all its blocks from the start of the prompt.</summary>
/// <param name="Hashes">Chained hashes, at least one.</param>
/// <param name="BlockSize">Units per block.</param>
/// <param name="Namespace">Model, adapter and tenant, as <see cref="Prefixes.PrefixNamespace.Label"/> has them.</param>
public sealed record PrefixPath(ReadOnlyMemory<ulong> Hashes, int BlockSize, string Namespace);
