namespace PrefixConsole.Routing.Scheduling.State;

/// <summary>A prompt in the blocks that are known best: token blocks when there are any, else text blocks.</summary>
/// <param name="Hashes">Full blocks.</param>
/// <param name="BlockTokens">Tokens per block; an estimate for text.</param>
/// <param name="TotalBlocks">Blocks of the whole prompt, a fraction for an unfinished last one.</param>
internal readonly record struct BlockView(ulong[] Hashes, double BlockTokens, double TotalBlocks)
{
    /// <summary>Tokens that an unfinished last block takes: as many as a full one.</summary>
    public double TailTokens => TotalBlocks > Hashes.Length ? BlockTokens : 0;

    public static BlockView Of(RoutingRequest request)
    {
        if (request.TokenBlocks.Count > 0)
        {
            return new BlockView(request.TokenBlocks.Hashes, request.TokenBlocks.BlockSize, (double)request.PromptTokens / request.TokenBlocks.BlockSize);
        }

        var units = request.Blocks.TotalUnits;
        var blockTokens = units == 0 || request.PromptTokens == 0
            ? 1
            : (double)request.Blocks.BlockSize * request.PromptTokens / units;
        return new BlockView(request.Blocks.Hashes, blockTokens, request.PromptTokens / blockTokens);
    }
}
