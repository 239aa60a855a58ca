namespace PrefixConsole.Routing.KvEvents;

/// <summary>A place behind a block of an engine: where the next block goes on.</summary>
/// <param name="Chain">Chained hash so far.</param>
/// <param name="Parent">The engine's name of the block before; meaningful with a tail.</param>
/// <param name="TailLength">Tokens of an unfinished index block before the place.</param>
/// <param name="IsOpaque">What follows cannot be named by its tokens.</param>
internal readonly record struct ChainPlace(ulong Chain, ulong Parent, int TailLength, bool IsOpaque);
