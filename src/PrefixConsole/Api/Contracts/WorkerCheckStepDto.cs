namespace PrefixConsole.Api.Contracts;

/// <summary>The answer to one question of a check.</summary>
/// <param name="Subject">health, models, metrics, kvEvents or replay.</param>
/// <param name="Outcome">Well, Notice, Failed or NotAsked.</param>
/// <param name="Text">The same in words.</param>
/// <param name="TookMs">Time to the answer; null when it was not asked.</param>
public sealed record WorkerCheckStepDto(string Subject, string Outcome, string Text, double? TookMs);
