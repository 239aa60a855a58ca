using PrefixConsole.Gateway.DryRuns;
using PrefixConsole.Routing.Scheduling;

namespace PrefixConsole.Api.Contracts;

/// <summary>What a worker holds of the prompt.</summary>
/// <param name="Worker">Which.</param>
/// <param name="Strategies">How many strategies choose it.</param>
/// <param name="PredictedBlocks">Leading text blocks it is predicted to hold.</param>
/// <param name="PredictedTokens">The same in tokens.</param>
/// <param name="ReportedBlocks">Leading token blocks it reported, in any tier; null when no tokens are known or it does not report.</param>
/// <param name="ReportedTokens">The same in tokens.</param>
/// <param name="ExpectedTokens">What counts of both: reported as far as that is trusted, else predicted.</param>
/// <param name="Trust">Trust in its report: NotReporting, Trusted, CatchingUp, Untrusted or Silent.</param>
/// <param name="InFlight">Requests in flight by the router's count.</param>
public sealed record TryWorkerDto(
    string Worker,
    int Strategies,
    int PredictedBlocks,
    int PredictedTokens,
    int? ReportedBlocks,
    int? ReportedTokens,
    int ExpectedTokens,
    string Trust,
    int InFlight)
{
    internal static TryWorkerDto From(DryRunAnswer answer, DecisionCandidate seen)
    {
        var reported = DryRunChoice.Reported(answer.Request, seen);
        return new TryWorkerDto(
            seen.Worker.Value,
            answer.Choices.Count(c => c.Decision.Winner == seen.Worker),
            seen.PredictedBlocks,
            answer.Request.ToTokens(seen.PredictedBlocks),
            reported is null ? null : seen.ReportedBlocks,
            reported,
            answer.Request.ExpectedTokens(seen),
            seen.Trust.ToString(),
            seen.InFlight);
    }
}
