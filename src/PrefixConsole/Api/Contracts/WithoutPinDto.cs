using PrefixConsole.Explaining;

namespace PrefixConsole.Api.Contracts;

/// <summary>Where the strategy would have sent a request that an operator pinned, decided again from the recorded inputs.</summary>
/// <param name="Revision">Which was asked.</param>
/// <param name="Strategy">Its name.</param>
/// <param name="OfThen">Whether it is the revision that was active then; false: that one is not kept, and this is the one that is active now.</param>
/// <param name="Winner">Whom it would have chosen; null when that cannot be told, or nobody was left.</param>
/// <param name="Draw">Whether it would have drawn among equals, of which the winner is one.</param>
/// <param name="PinnedTokens">Prompt tokens that the pinned worker was expected to have cached; null when it was given to nobody.</param>
/// <param name="WinnerTokens">The same of the winner; null without one.</param>
/// <param name="Words">All of it in words, with what was not recorded.</param>
public sealed record WithoutPinDto(int Revision, string Strategy, bool OfThen, string? Winner, bool Draw, int? PinnedTokens, int? WinnerTokens, string Words)
{
    internal static WithoutPinDto? Of(WithoutPin? without) => without is null
        ? null
        : new WithoutPinDto(
            without.Revision.Number,
            without.Revision.Spec.Name,
            without.OfThen,
            without.Choice?.Winner.Value,
            without.Choice?.IsDraw == true,
            without.PinnedTokens,
            without.ChosenTokens,
            without.Words);
}
