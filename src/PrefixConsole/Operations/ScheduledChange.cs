using PrefixConsole.Routing.Strategies;

namespace PrefixConsole.Operations;

/// <summary>A change of strategy for all requests that is to come.</summary>
/// <param name="Id">Short; in URLs.</param>
/// <param name="At">When, at least a moment and at most <see cref="ScheduledChanges.Farthest"/> ahead when it was planned.</param>
/// <param name="Spec">What is applied then.</param>
/// <param name="Reason">Why.</param>
/// <param name="By">Who planned it; in whose name it is applied.</param>
/// <param name="Against">Number of the revision that was active then: when another is active at its time, it is not applied.</param>
/// <param name="ConfirmWithin">Reverts after this unless confirmed; null stays.</param>
/// <param name="Guards">What takes it back before that.</param>
public sealed record ScheduledChange(
    string Id, DateTimeOffset At, StrategySpec Spec, string Reason, string By, int Against, TimeSpan? ConfirmWithin, Guardrails? Guards);
