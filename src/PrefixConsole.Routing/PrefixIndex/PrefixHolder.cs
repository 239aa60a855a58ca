namespace PrefixConsole.Routing.PrefixIndex;

/// <summary>A worker's part of a run: it holds the run's first <paramref name="Blocks"/> blocks.</summary>
public readonly record struct PrefixHolder(int Slot, int Blocks);
