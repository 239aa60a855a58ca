using PrefixConsole.Routing.KvEvents;
using PrefixConsole.Routing.Scheduling;
using PrefixConsole.Routing.Strategies;

namespace PrefixConsole.Gateway.DryRuns;

/// <summary>What one strategy would do with the request.</summary>
/// <param name="Spec">The strategy.</param>
/// <param name="Title">Its display name.</param>
/// <param name="Revision">Number of the revision, active or earlier; null for a strategy that is none.</param>
/// <param name="Decision">Its decision; revision 0 for those that are not active.</param>
public sealed record DryRunChoice(StrategySpec Spec, string Title, int? Revision, RoutingDecision Decision)
{
    public bool Active { get; init; }

    public string? Winner => Decision.Winner?.Value;

    /// <summary>A draw decided: the same request may go elsewhere.</summary>
    public bool Chance =>
        Decision.Reason is DecisionReasons.Random or DecisionReasons.PowerOfTwo or DecisionReasons.WeightedRandom
        || Decision.TieBreak.Contains("random", StringComparison.Ordinal);

    /// <summary>Prompt tokens that the winner is predicted to hold; null without a winner.</summary>
    public int? PredictedTokens => Winner is null ? null : Decision.PredictedCachedTokens;

    /// <summary>Prompt tokens that the winner reported, in any tier; null without a winner, without known tokens, or when it does not report.</summary>
    public int? ReportedTokens
    {
        get
        {
            foreach (var candidate in Decision.Candidates)
            {
                if (candidate.Worker == Decision.Winner)
                {
                    return Reported(Decision.Request, candidate);
                }
            }

            return null;
        }
    }

    /// <summary>Prompt tokens that the winner is expected to have cached: reported as far as that is trusted, else predicted.</summary>
    public int? ExpectedTokens => Winner is null ? null : Decision.CapturedTokens;

    /// <summary>Most prompt tokens that any worker is expected to have cached; null when no worker was considered.</summary>
    public int? AvailableTokens => Decision.Candidates.Length == 0 ? null : Decision.AvailableTokens;

    /// <summary>Prompt tokens a worker reported; null when no tokens are known or it does not report.</summary>
    public static int? Reported(in DecidedRequest request, in DecisionCandidate candidate) =>
        request.TokenBlocks.Count == 0 || candidate.Trust == KvTrust.NotReporting
            ? null
            : Math.Min(request.PromptTokens, candidate.ReportedBlocks * request.TokenBlocks.BlockSize);
}
