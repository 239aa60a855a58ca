using PrefixConsole.Routing.Scheduling;

namespace PrefixConsole.Api.Contracts;

/// <summary>One scorer over the workers that were left.</summary>
public sealed record ScorerRowDto(string Scorer, double? Weight, IReadOnlyList<ScoreDto> Cells)
{
    internal static ScorerRowDto From(ScorerRow row, DecisionCandidate[] candidates)
    {
        var cells = new List<ScoreDto>(row.Scores.Length);
        foreach (var candidate in candidates)
        {
            var column = candidate.Column;
            if (column >= 0 && column < row.Scores.Length)
            {
                cells.Add(new ScoreDto(
                    candidate.Worker.Value,
                    column < row.Raw.Length ? Numbers.Finite(row.Raw[column]) : null,
                    Numbers.Finite(row.Scores[column]),
                    Numbers.Finite(row.Weight * row.Scores[column])));
            }
        }

        return new ScorerRowDto(row.Scorer, Numbers.Finite(row.Weight), cells);
    }
}
