namespace PrefixConsole.Api.Contracts;

/// <summary>A worker that holds a run, and how much of it (0 to 1).</summary>
public sealed record PrefixHolderDto(string Worker, double Share);
