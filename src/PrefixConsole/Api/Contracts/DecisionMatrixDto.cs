using System.Collections.Immutable;
using PrefixConsole.Explaining;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Routing.Scheduling;
using PrefixConsole.Routing.Scheduling.Explaining;

namespace PrefixConsole.Api.Contracts;

/// <summary>What a decision was made from, as it was recorded.</summary>
public sealed record DecisionMatrixDto
{
    public required int Attempt { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string Strategy { get; init; }

    public required int Revision { get; init; }

    public required string? Winner { get; init; }

    public required string Reason { get; init; }

    public required string Picker { get; init; }

    public required string TieBreak { get; init; }

    /// <summary>What say chance had, in words.</summary>
    public required string Draw { get; init; }

    /// <summary>Worker that was drawn with the winner and left, when the picker draws two; null when it does not, or it was not kept.</summary>
    public required string? OtherDrawn { get; init; }

    public required double? Margin { get; init; }

    /// <summary>Blocks of the prompt, and units (bytes or tokens) per block.</summary>
    public required int PromptBlocks { get; init; }

    public required int BlockSize { get; init; }

    /// <summary>TextBytes or Tokens.</summary>
    public required string BlockUnit { get; init; }

    /// <summary>Token blocks that reports were asked with; 0 when no tokens were known.</summary>
    public required int TokenBlocks { get; init; }

    public required IReadOnlyList<CandidateDto> Candidates { get; init; }

    /// <summary>Filters that removed somebody, with whom.</summary>
    public required IReadOnlyList<FilterDto> Filters { get; init; }

    public required IReadOnlyList<ScorerRowDto> Scorers { get; init; }

    public required TimingsDto Timings { get; init; }

    /// <param name="decision">The decision.</param>
    /// <param name="ages">How old what it predicted was, in the order of its candidates; null when that was not looked for.</param>
    internal static DecisionMatrixDto From(RoutingDecision decision, IReadOnlyList<PredictionAge>? ages = null) => From(decision, DrawChances.Of(decision), ages);

    private static DecisionMatrixDto From(RoutingDecision decision, ImmutableArray<double> chances, IReadOnlyList<PredictionAge>? ages) => new()
    {
        Attempt = decision.Attempt,
        At = decision.At,
        Strategy = decision.Strategy,
        Revision = decision.Revision,
        Winner = decision.Winner?.Value,
        Reason = decision.Reason,
        Picker = decision.Picker,
        TieBreak = decision.TieBreak,
        Draw = DrawWords.Of(decision),
        OtherDrawn = decision.OtherDrawn is { } other && other < decision.Candidates.Length ? decision.Candidates[other].Worker.Value : null,
        Margin = Numbers.Finite(decision.Margin),
        PromptBlocks = decision.Request.Blocks.Count,
        BlockSize = decision.Request.Blocks.BlockSize,
        BlockUnit = decision.Request.Blocks.Unit.ToString(),
        TokenBlocks = decision.Request.TokenBlocks.Count,
        Candidates = [.. decision.Candidates.Select((c, i) => CandidateDto.From(c, decision.Request.TokenBlocks.Count, decision.Totals, chances, ages?[i]))],
        Filters =
        [
            .. decision.Candidates
                .Where(c => c.RemovedBy is not null)
                .GroupBy(c => c.RemovedBy!)
                .Select(g => new FilterDto(g.Key, [.. g.Select(c => c.Worker.Value)])),
        ],
        Scorers = [.. decision.Scorers.Select(row => ScorerRowDto.From(row, decision.Candidates))],
        Timings = new TimingsDto(
            decision.Request.ParseTime.TotalMilliseconds,
            decision.Request.HashTime.TotalMilliseconds,
            decision.OverlapTime.TotalMilliseconds,
            decision.ScheduleTime.TotalMilliseconds),
    };
}
