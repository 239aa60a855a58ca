using PrefixConsole.Gateway.Telemetry;

namespace PrefixConsole.Api.Contracts;

/// <summary>
/// Warm state that requests like the last ones use, and what of it nobody would ask for any more. A warm prefix is the head of a prompt at a
/// worker that a request went to and that held the whole head: it counts once, however often it was asked for, with the most tokens one of
/// these requests found there. Requests that go on differently after the same head are not told apart; heads that begin alike and part later
/// are different prefixes, and the tokens they share count in each.
/// </summary>
/// <param name="Prefixes">Warm prefixes in use; 0 or more.</param>
/// <param name="Tokens">Their tokens, estimated as the decisions were.</param>
/// <param name="StopPrefixes">Of the prefixes, those that none of the requests would go to: they would stop being used.</param>
/// <param name="StopTokens">Their tokens.</param>
/// <param name="UntoldPrefixes">Of the prefixes, those of which that cannot be told, because it cannot be told where some of the requests with that head would go.</param>
/// <param name="UntoldTokens">Their tokens.</param>
/// <param name="PartialRequests">Requests that found something where they went, but not all of their head: which state that is is not known, so it is not among the prefixes.</param>
/// <param name="KeylessRequests">Requests that went to a worker and of whose prompt no head was kept: not told.</param>
/// <param name="HeadBytes">How much of a prompt known as text is its head at most, by the strategies that decided, in bytes; null when no prompt was longer than its head.</param>
/// <param name="HeadTokens">The same of prompts known as tokens, in tokens.</param>
/// <param name="HeadsDiffer">The strategies that decided took heads of different length: the same prompt counts again under each.</param>
public sealed record WarmUseDto(
    int Prefixes,
    long Tokens,
    int StopPrefixes,
    long StopTokens,
    int UntoldPrefixes,
    long UntoldTokens,
    int PartialRequests,
    int KeylessRequests,
    int? HeadBytes,
    int? HeadTokens,
    bool HeadsDiffer)
{
    internal static WarmUseDto From(WarmUse warm) => new(
        warm.Prefixes,
        warm.Tokens,
        warm.Left,
        warm.LeftTokens,
        warm.Untold,
        warm.UntoldTokens,
        warm.Partial,
        warm.Keyless,
        warm.HeadBytes,
        warm.HeadTokens,
        warm.HeadsDiffer);
}
