using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Components.Pages.WorkerDetail;

/// <summary>A decision that went elsewhere although the worker was expected to have most of the prompt cached.</summary>
/// <param name="Entry">The decision.</param>
/// <param name="Own">Prompt tokens the worker was expected to have.</param>
/// <param name="Winners">Those the chosen worker was expected to have.</param>
public sealed record LostDecision(DecisionEntry Entry, int Own, int Winners)
{
    /// <summary>Decisions looked at.</summary>
    public const int Scanned = 500;

    /// <summary>Of them shown.</summary>
    public const int Shown = 10;

    /// <summary>All of them, newest first, among the last <see cref="Scanned"/> decisions.</summary>
    public static IReadOnlyList<LostDecision> Of(WorkerId worker, DecisionLog log)
    {
        var lost = new List<LostDecision>();
        foreach (var entry in log.Latest(Scanned))
        {
            var decision = entry.Decision;
            if (decision.Winner is null || decision.Winner == worker || decision.Request.Pinned)
            {
                continue;
            }

            var own = decision.Candidates.Where(c => c.Worker == worker).Select(c => decision.Request.ExpectedTokens(c)).FirstOrDefault();
            if (own > 0 && own == decision.AvailableTokens && decision.CapturedTokens < own)
            {
                lost.Add(new LostDecision(entry, own, decision.CapturedTokens));
            }
        }

        return lost;
    }
}
