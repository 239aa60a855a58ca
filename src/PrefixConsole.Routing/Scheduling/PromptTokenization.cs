namespace PrefixConsole.Routing.Scheduling;

/// <summary>How a prompt's tokens were found out.</summary>
/// <param name="Origin">From where.</param>
/// <param name="Time">What it cost.</param>
/// <param name="Note">What a reader should know besides: answered from memory, timed out, only a part; null for nothing.</param>
public readonly record struct PromptTokenization(TokenOrigin Origin, TimeSpan Time, string? Note = null);
