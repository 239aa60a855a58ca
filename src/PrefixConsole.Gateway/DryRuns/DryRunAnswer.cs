using System.Collections.Immutable;
using PrefixConsole.Routing.Scheduling;

namespace PrefixConsole.Gateway.DryRuns;

/// <summary>Where a request would go, by strategy. Holds no text of the prompt.</summary>
/// <param name="PromptBytes">Bytes of the text or of the request body; 0 when none was given.</param>
/// <param name="Choices">The active strategy first, then the others in the catalog's order or in that of the question, then earlier revisions.</param>
public sealed record DryRunAnswer(int PromptBytes, ImmutableArray<DryRunChoice> Choices)
{
    public DryRunChoice Active => Choices[0];

    public DecidedRequest Request => Active.Decision.Request;

    /// <summary>True when all tokens of the prompt are known; else their number is an estimate from text.</summary>
    public bool TokensExact =>
        Request.Tokenization.Origin is not TokenOrigin.None && Request.TokenBlocks.TotalUnits == Request.PromptTokens;

    /// <summary>Workers by how many strategies choose them, most first; those that choose nobody are left out.</summary>
    public ImmutableArray<(string Worker, int Strategies)> Agreement =>
    [
        .. Choices
            .Where(c => c.Winner is not null)
            .GroupBy(c => c.Winner!)
            .Select(g => (g.Key, g.Count()))
            .OrderByDescending(g => g.Item2)
            .ThenBy(g => g.Key, StringComparer.Ordinal),
    ];
}
