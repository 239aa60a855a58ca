using PrefixConsole.Gateway.Telemetry;

namespace PrefixConsole.Components.Controls;

/// <summary>
/// How full a worker's prefix cache should be: predicted tokens over the tokens its KV blocks can hold. An engine's KV use does
/// not say this: vLLM counts only blocks that running requests hold.
/// </summary>
internal static class CacheFill
{
    /// <summary>0 to 1; null when the engine's size is unknown.</summary>
    public static double? Of(WorkerView worker, long predictedBlocks)
    {
        if (worker is not { KvBlocks: > 0, BlockSize: > 0 })
        {
            return null;
        }

        var tokensPerBlock = worker.PredictedBlocks == 0 ? 0 : (double)worker.PredictedTokens / worker.PredictedBlocks;
        return Math.Min(1, predictedBlocks * tokensPerBlock / ((double)worker.KvBlocks.Value * worker.BlockSize.Value));
    }
}
