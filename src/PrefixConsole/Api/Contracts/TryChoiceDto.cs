using PrefixConsole.Gateway.DryRuns;
using PrefixConsole.Routing.Strategies;

namespace PrefixConsole.Api.Contracts;

/// <summary>What one strategy would do.</summary>
public sealed record TryChoiceDto
{
    public required string Strategy { get; init; }

    /// <summary>Parameters that differ from their defaults.</summary>
    public required IReadOnlyDictionary<string, ParameterValue> Parameters { get; init; }

    public required bool Active { get; init; }

    /// <summary>Number of the revision, active or earlier; null for a strategy that is none.</summary>
    public required int? Revision { get; init; }

    /// <summary>Null when no worker was chosen; <see cref="Reason"/> says why.</summary>
    public required string? Winner { get; init; }

    public required string Reason { get; init; }

    public required string TieBreak { get; init; }

    /// <summary>A draw decided: the same request may go elsewhere.</summary>
    public required bool Chance { get; init; }

    /// <summary>Winner's total less the best other; null without scorers or with one worker left.</summary>
    public required double? Margin { get; init; }

    /// <summary>Prompt tokens the winner is predicted to hold.</summary>
    public required int? PredictedTokens { get; init; }

    /// <summary>Prompt tokens the winner reported; null when no tokens are known or it does not report.</summary>
    public required int? ReportedTokens { get; init; }

    /// <summary>What counts of both.</summary>
    public required int? ExpectedTokens { get; init; }

    /// <summary>Most tokens any worker is expected to hold.</summary>
    public required int? AvailableTokens { get; init; }

    public required IReadOnlyList<TryScoreDto> Workers { get; init; }

    internal static TryChoiceDto From(DryRunChoice choice)
    {
        var decision = choice.Decision;
        return new TryChoiceDto
        {
            Strategy = choice.Spec.Name,
            Parameters = choice.Spec.Parameters,
            Active = choice.Active,
            Revision = choice.Revision,
            Winner = choice.Winner,
            Reason = decision.Reason,
            TieBreak = decision.TieBreak,
            Chance = choice.Chance,
            Margin = Numbers.Finite(decision.Margin),
            PredictedTokens = choice.PredictedTokens,
            ReportedTokens = choice.ReportedTokens,
            ExpectedTokens = choice.ExpectedTokens,
            AvailableTokens = choice.AvailableTokens,
            Workers =
            [
                .. decision.Candidates.Select(c => new TryScoreDto(
                    c.Worker.Value,
                    decision.Scorers.Length > 0 && c.Column >= 0 && c.Column < decision.Totals.Length ? Numbers.Finite(decision.Totals[c.Column]) : null,
                    c.RemovedBy)),
            ],
        };
    }
}
