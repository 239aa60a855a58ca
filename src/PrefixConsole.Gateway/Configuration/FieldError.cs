namespace PrefixConsole.Gateway.Configuration;

/// <summary>What is wrong with an input, by field.</summary>
public sealed record FieldError(string Field, string Message);
