using PrefixConsole.Routing.KvEvents;

namespace PrefixConsole.Routing.Scheduling;

/// <summary>Reported overlap as far as it is trusted, predicted overlap for the rest.</summary>
public static class Overlap
{
    /// <param name="trust">Trust in the worker's report.</param>
    /// <param name="tokenBlocks">Token blocks of the prompt; without any the report cannot be asked.</param>
    public static OverlapSource SourceOf(KvTrust trust, int tokenBlocks) => trust switch
    {
        _ when tokenBlocks == 0 => OverlapSource.Predicted,
        KvTrust.Trusted => OverlapSource.Reported,
        KvTrust.CatchingUp => OverlapSource.Both,
        _ => OverlapSource.Predicted,
    };

    /// <summary>Share of the prompt that a worker holds by the overlap that counts, 0 to 1; NaN when neither kind of block exists.</summary>
    /// <param name="request">The request.</param>
    /// <param name="candidate">The worker.</param>
    /// <param name="weights">What blocks below GPU memory are worth.</param>
    public static double ShareOf(RoutingRequest request, in WorkerCandidate candidate, TierWeights weights)
    {
        // tokens may be known of the prompt's start only
        var tokenBlocks = Math.Max(request.TokenBlocks.Count, request.PromptTokens / request.TokenBlocks.BlockSize);
        var reported = candidate.Reported.Tiers.Weigh(weights) / tokenBlocks;
        var predicted = (double)candidate.PredictedBlocks / request.Blocks.Count;
        return SourceOf(candidate.Reported.Trust, request.TokenBlocks.Count) switch
        {
            OverlapSource.Reported => reported,
            OverlapSource.Both => double.IsNaN(predicted) ? reported : Math.Max(reported, predicted),
            _ => predicted,
        };
    }
}
