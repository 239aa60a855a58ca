namespace PrefixConsole.Api.Contracts;

/// <summary>A filter and the workers it removed.</summary>
public sealed record FilterDto(string Name, IReadOnlyList<string> Removed);
