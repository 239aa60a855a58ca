namespace PrefixConsole.Operations;

/// <summary>A revision that reverts by itself unless somebody confirms it.</summary>
/// <param name="Revision">Its number.</param>
/// <param name="RevertsTo">Number of the revision whose strategy comes back: the last that was confirmed or needed no confirmation.</param>
/// <param name="ConfirmBy">When it reverts.</param>
/// <param name="By">Who applied it.</param>
/// <param name="Guards">What takes it back before that; null for nothing.</param>
/// <param name="TtftBefore">95th percentile of time to first token before it, in seconds; null when it was not needed.</param>
public sealed record PendingChange(
    int Revision, int RevertsTo, DateTimeOffset ConfirmBy, string By, Guardrails? Guards = null, double? TtftBefore = null);
