using PrefixConsole.Explaining;
using PrefixConsole.Gateway.Telemetry;

namespace PrefixConsole.Api.Contracts;

/// <summary>
/// How old what was predicted of a worker was: when the last request with the same head that is kept was sent there. Blocks beyond the head may be of
/// another request, and older.
/// </summary>
/// <param name="State">
/// NothingPredicted; Found; SameSession: less was predicted than the head that decisions keep a key of, but one of the same session was; Unanswered: one was sent there, but its answer is not known to have begun by then; PartOfHead: less was predicted than
/// the head, and none of the same session is kept; NotKept: none among the decisions in memory; NoKey: the decision kept no key; NotSearched: the decision is read
/// from the store.
/// </param>
/// <param name="HeadBlocks">Leading blocks of the prompt that the decision's key names; 0 when it kept none.</param>
/// <param name="AgeMs">From when that request was sent there to the decision, 0 or more; null without one.</param>
/// <param name="By">Id of that request; null without one.</param>
/// <param name="Since">More like it that are not known to have been answered by then: sent there after it, or before it when Unanswered.</param>
/// <param name="OtherHeads">When NotKept: requests sent there of the same model and tenant whose heads have another length, so that they cannot be compared.</param>
/// <param name="ReachMs">When NotKept: how far before the decision those that were looked at reach back; null when there were none.</param>
/// <param name="Words">The same in words.</param>
public sealed record PredictionAgeDto(string State, int HeadBlocks, double? AgeMs, string? By, int Since, int OtherHeads, double? ReachMs, string Words)
{
    internal static PredictionAgeDto Of(PredictionAge age) => new(
        age.State.ToString(),
        age.HeadBlocks,
        age.Age?.TotalMilliseconds,
        age.By,
        age.Since,
        age.OtherHeads,
        age.Reach?.TotalMilliseconds,
        PredictionAgeWords.Of(age));
}
