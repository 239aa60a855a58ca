namespace PrefixConsole.Operations;

/// <summary>That an operator did something to something, and when.</summary>
public sealed record OperatorMark(string By, DateTimeOffset At);
