namespace PrefixConsole.Operations;

/// <summary>What ends a trial by itself.</summary>
/// <param name="Number">Of the trial's revision.</param>
/// <param name="EndBy">When its time is over; null when it runs until somebody ends it.</param>
/// <param name="Guards">Conditions that end it before that; null for none.</param>
public sealed record TrialLimits(int Number, DateTimeOffset? EndBy, Guardrails? Guards);
