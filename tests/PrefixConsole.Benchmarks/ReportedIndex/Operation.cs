namespace PrefixConsole.Benchmarks.ReportedIndex;

/// <summary>One step of a recorded stream.</summary>
/// <param name="Kind">What is done.</param>
/// <param name="Worker">Slot of the worker; 0 for finds.</param>
/// <param name="Parent">Chained hash of the block before the first one stored; null at the root.</param>
/// <param name="Blocks">Chained hashes.</param>
/// <param name="Locals">Hashes of the blocks by themselves, of finds only: what is hashed before it is chained.</param>
internal sealed record Operation(OperationKind Kind, int Worker, ulong? Parent, ulong[] Blocks, ulong[] Locals);
