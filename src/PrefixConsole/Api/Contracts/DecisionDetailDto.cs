using PrefixConsole.Explaining;
using PrefixConsole.Gateway.Telemetry;

namespace PrefixConsole.Api.Contracts;

/// <summary>A request explained.</summary>
/// <param name="Summary">In one line.</param>
/// <param name="Decision">The decision that counted.</param>
/// <param name="FirstDecision">After a retry the one before it.</param>
/// <param name="Account">Where its prompt tokens came from.</param>
/// <param name="Stored">Whether it was read from the database; otherwise it is still in memory.</param>
/// <param name="Flips">What would have flipped it, by weight, by load, by cache; each kind's nearest first.</param>
/// <param name="FlipNote">Why there are none of some kind; null when there is nothing to say.</param>
/// <param name="Rerun">What the active strategy would choose from the same inputs, in words.</param>
/// <param name="WithoutPin">Where the strategy would have sent a pinned request; null for one that no pin decided.</param>
/// <param name="Timeline">From arrival to end.</param>
public sealed record DecisionDetailDto(
    DecisionDto Summary,
    DecisionMatrixDto Decision,
    DecisionMatrixDto? FirstDecision,
    AccountDto? Account,
    bool Stored,
    IReadOnlyList<FlipDto> Flips,
    string? FlipNote,
    string Rerun,
    WithoutPinDto? WithoutPin,
    IReadOnlyList<TimelineStepDto> Timeline)
{
    /// <param name="entry">The request.</param>
    /// <param name="flips">Of its decision that counted.</param>
    /// <param name="log">The decisions in memory; null for a request that was read from the database.</param>
    internal static DecisionDetailDto From(DecisionEntry entry, DecisionFlips flips, DecisionLog? log) => new(
        DecisionDto.From(entry),
        DecisionMatrixDto.From(entry.Decision, PredictionAges.Of(entry.Decision, entry, log)),
        entry.FirstDecision is { } first ? DecisionMatrixDto.From(first, PredictionAges.Of(first, entry, log)) : null,
        AccountDto.From(entry.Outcome?.Account),
        log is null,
        [.. flips.Points.Select(FlipDto.Of)],
        flips.None,
        flips.Rerun,
        WithoutPinDto.Of(flips.WithoutPin),
        [.. TimelineStep.Of(entry.Decision, entry.FirstDecision, entry.FirstFailure, entry.Outcome).Select(TimelineStepDto.Of)]);
}
