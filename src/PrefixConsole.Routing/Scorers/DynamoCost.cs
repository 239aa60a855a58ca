namespace PrefixConsole.Routing.Scorers;

/// <summary>Dynamo's cost of sending a request to a worker, in blocks; lower is better. The terms are kept for the decision.</summary>
/// <remarks>
/// <code>
/// prefill = (active prefill tokens + max(0, prompt − cached) + cached) ÷ block     cached = block · (device + host credit · host + disk credit · disk)
/// decay   = 1 ÷ (1 + D · ((active prefill − least) ÷ block) ÷ ⌈prompt ÷ block⌉)
/// credit  = C · decay · device + host credit · host + disk credit · disk + M · shared beyond device
/// cost    = S · max(0, prefill − credit) + decode blocks + R · active requests
/// </code>
/// Source: <c>lib/kv-router/src/scheduling/selector</c> of ai-dynamo/dynamo.
/// </remarks>
internal readonly record struct DynamoCost(double Prefill, double Credit, double Decode, double Requests, double Total)
{
    public static DynamoCost Of(in DynamoLoad load, DynamoWeights weights)
    {
        var block = load.BlockTokens;
        var below = (weights.Host * load.Host) + (weights.Disk * load.Disk);
        var cached = block * (load.Device + below);
        var prefill = (load.ActivePrefillTokens + Math.Max(0, load.PromptTokens - cached) + cached) / block;
        var decay = weights.CreditDecay > 0
            ? 1 / (1 + (weights.CreditDecay * ((load.ActivePrefillTokens - load.LeastActivePrefillTokens) / block) / Math.Max(1, Math.Ceiling(load.PromptTokens / block))))
            : 1;
        var credit = (weights.OverlapCredit * decay * load.Device) + below + (weights.SharedCache * load.Shared);
        var requests = weights.ActiveRequest * load.ActiveRequests;
        return new DynamoCost(
            weights.PrefillScale * prefill,
            weights.PrefillScale * Math.Min(prefill, credit),
            load.DecodeBlocks,
            requests,
            (weights.PrefillScale * Math.Max(0, prefill - credit)) + load.DecodeBlocks + requests);
    }
}
