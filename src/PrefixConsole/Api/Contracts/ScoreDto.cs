namespace PrefixConsole.Api.Contracts;

/// <summary>A cell of the matrix.</summary>
/// <param name="Worker">Whose.</param>
/// <param name="Raw">Input in its own unit; null: signal missing.</param>
/// <param name="Score">0 to 1.</param>
/// <param name="Contribution">Weight × score.</param>
public sealed record ScoreDto(string Worker, double? Raw, double? Score, double? Contribution);
