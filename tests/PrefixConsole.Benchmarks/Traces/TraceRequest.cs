namespace PrefixConsole.Benchmarks.Traces;

/// <summary>One line of a trace in Mooncake's format.</summary>
/// <param name="TimestampMs">Arrival, milliseconds from the start of the trace, 0 or more.</param>
/// <param name="InputTokens">Prompt length, 1 or more.</param>
/// <param name="OutputTokens">Generated tokens, 0 or more.</param>
/// <param name="Blocks">Names of the prompt's blocks of 512 tokens: equal ids are equal prefixes up to that block. Not negative.</param>
internal sealed record TraceRequest(double TimestampMs, int InputTokens, int OutputTokens, long[] Blocks);
