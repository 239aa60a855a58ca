namespace PrefixConsole.Gateway.Checks;

/// <summary>The answer to one question of a check.</summary>
/// <param name="Subject">One of <see cref="CheckSubjects"/>.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Text">The same in words, with the next step where there is one.</param>
/// <param name="Took">Time to the answer; null when it was not asked.</param>
public sealed record WorkerCheckStep(string Subject, CheckOutcome Outcome, string Text, TimeSpan? Took = null);
