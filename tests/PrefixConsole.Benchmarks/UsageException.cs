namespace PrefixConsole.Benchmarks;

/// <summary>Something that the caller asked for cannot be done: the message names the option or the line and the reason.</summary>
internal sealed class UsageException(string message) : Exception(message);
