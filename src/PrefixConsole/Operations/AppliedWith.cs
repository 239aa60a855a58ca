namespace PrefixConsole.Operations;

/// <summary>What the audit entry of a change of strategy says of the revision it made; see <see cref="StrategyChanges"/>, which writes it.</summary>
/// <param name="Revision">Its number.</param>
/// <param name="ConfirmWithinSeconds">Time to confirm; 0 for none. Null in an entry of a version that did not write it down.</param>
/// <param name="Guardrails">Null for none.</param>
internal sealed record AppliedWith(int Revision, double? ConfirmWithinSeconds, Guardrails? Guardrails);
