namespace PrefixConsole.Operations;

/// <summary>What a revision was applied with, and what became of it, as the audit log tells it.</summary>
/// <param name="Untold">Why the log does not tell what it was applied with; empty when it does.</param>
/// <param name="ConfirmWithin">Time it was to be confirmed in; zero: none, it stayed, as what a start or a revert brings does. Null: not told, or in an entry of a version that did not write it down.</param>
/// <param name="Guards">What would have reverted it before that; null for nothing, or when it is not told.</param>
/// <param name="Confirmed">Who kept it; null when nobody did, or nobody had to.</param>
/// <param name="Ending">What ended it.</param>
/// <param name="Ended">By whom and when; null while it is active.</param>
/// <param name="Next">Number of the revision after it; null while it is active.</param>
public sealed record RevisionTerms(
    string Untold, TimeSpan? ConfirmWithin, Guardrails? Guards, RevisionAct? Confirmed, RevisionEnding Ending, RevisionAct? Ended, int? Next)
{
    /// <summary>Whether the log tells what it was applied with.</summary>
    public bool IsTold => Untold.Length == 0;
}
