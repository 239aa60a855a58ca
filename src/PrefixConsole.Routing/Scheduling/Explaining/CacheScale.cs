namespace PrefixConsole.Routing.Scheduling.Explaining;

/// <summary>In which blocks to say how much more a worker would have to hold, and what that is in both indexes.</summary>
/// <remarks>
/// The strategy may go by what is predicted, what is reported, or both, so both are raised to the same share of the prompt; counted is in the
/// blocks of the one that it goes by.
/// </remarks>
/// <param name="InTokenBlocks">Counted in reported token blocks; else in predicted blocks.</param>
/// <param name="Held">Leading blocks it holds.</param>
/// <param name="Total">Blocks it could hold.</param>
internal readonly record struct CacheScale(bool InTokenBlocks, int Held, int Total)
{
    public static CacheScale Of(in DecidedRequest request, in DecisionCandidate candidate, bool readsReported)
    {
        var source = readsReported ? Overlap.SourceOf(candidate.Trust, request.TokenBlocks.Count) : OverlapSource.Predicted;
        return source switch
        {
            OverlapSource.Predicted => new CacheScale(false, candidate.PredictedBlocks, request.Blocks.Count),
            OverlapSource.Reported => new CacheScale(true, candidate.ReportedBlocks, request.TokenBlocks.Count),
            _ => new CacheScale(true, Math.Max(candidate.ReportedBlocks, ToTokenBlocks(request, candidate.PredictedBlocks)), request.TokenBlocks.Count),
        };
    }

    /// <summary>The change that makes it hold <paramref name="more"/> blocks more.</summary>
    public RedecisionChange Raise(in DecidedRequest request, in DecisionCandidate candidate, int more)
    {
        var (predicted, reported) = InTokenBlocks
            ? (ToPredictedBlocks(request, Held + more), Held + more)
            : (Held + more, ToTokenBlocks(request, Held + more));
        return new RedecisionChange(
            candidate.Worker,
            PredictedBlocks: Math.Max(0, predicted - candidate.PredictedBlocks),
            ReportedBlocks: Math.Max(0, reported - candidate.ReportedBlocks));
    }

    private static int ToTokenBlocks(in DecidedRequest request, int predicted) => request.Blocks.Count == 0
        ? 0
        : (int)Math.Min(request.TokenBlocks.Count, (long)predicted * OfAllTokens(request) / request.Blocks.Count);

    private static int ToPredictedBlocks(in DecidedRequest request, int reported) =>
        OfAllTokens(request) is > 0 and var all ? (int)Math.Min(request.Blocks.Count, (long)reported * request.Blocks.Count / all) : 0;

    /// <summary>Token blocks of the prompt; tokens may be known of its start only.</summary>
    private static int OfAllTokens(in DecidedRequest request) => request.TokenBlocks.Count == 0
        ? 0
        : Math.Max(request.TokenBlocks.Count, request.PromptTokens / request.TokenBlocks.BlockSize);
}
