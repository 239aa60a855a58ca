using PrefixConsole.Routing.Scheduling;

namespace PrefixConsole.Api.Contracts;

/// <summary>One scorer over the workers that were left.</summary>
/// <param name="Scorer">Its name.</param>
/// <param name="Weight">Its weight in the revision that decided.</param>
/// <param name="Cells">One per worker.</param>
/// <param name="Terms">What the raw values are made of; empty for scorers that read one signal.</param>
public sealed record ScorerRowDto(string Scorer, double? Weight, IReadOnlyList<ScoreDto> Cells, IReadOnlyList<TermDto> Terms)
{
    internal static ScorerRowDto From(ScorerRow row, DecisionCandidate[] candidates)
    {
        var cells = new List<ScoreDto>(row.Scores.Length);
        var terms = row.TermNames.Select(name => (Name: name, Values: new List<double?>(row.Scores.Length))).ToArray();
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
                for (var i = 0; i < terms.Length; i++)
                {
                    terms[i].Values.Add(Numbers.Finite(row.Term(i)[column]));
                }
            }
        }

        return new ScorerRowDto(row.Scorer, Numbers.Finite(row.Weight), cells, [.. terms.Select(term => new TermDto(term.Name, term.Values))]);
    }
}
