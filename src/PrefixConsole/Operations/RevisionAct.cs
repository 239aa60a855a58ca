namespace PrefixConsole.Operations;

/// <summary>What somebody, or the program, did about a revision.</summary>
/// <param name="By">Who.</param>
/// <param name="At">When.</param>
/// <param name="Note">Why, as far as it was said.</param>
public sealed record RevisionAct(string By, DateTimeOffset At, string Note);
