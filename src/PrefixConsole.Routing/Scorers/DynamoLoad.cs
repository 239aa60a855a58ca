namespace PrefixConsole.Routing.Scorers;

/// <summary>What Dynamo's cost knows of one worker for one request. Blocks may be fractions.</summary>
/// <param name="PromptTokens">Tokens of the request's prompt.</param>
/// <param name="BlockTokens">Tokens per block, above 0.</param>
/// <param name="ActivePrefillTokens">Uncached prompt tokens sent to the worker and not yet prefilled.</param>
/// <param name="LeastActivePrefillTokens">The least of that among the eligible workers.</param>
/// <param name="Device">Leading blocks in GPU memory.</param>
/// <param name="Host">Blocks after those in host memory.</param>
/// <param name="Disk">Blocks after those on disk or in an external store.</param>
/// <param name="Shared">Blocks of a shared cache beyond <paramref name="Device"/>.</param>
/// <param name="DecodeBlocks">Blocks active on the worker once the request runs there.</param>
/// <param name="ActiveRequests">Requests in flight.</param>
internal readonly record struct DynamoLoad(
    int PromptTokens,
    double BlockTokens,
    double ActivePrefillTokens,
    double LeastActivePrefillTokens,
    double Device,
    double Host,
    double Disk,
    double Shared,
    double DecodeBlocks,
    int ActiveRequests);
