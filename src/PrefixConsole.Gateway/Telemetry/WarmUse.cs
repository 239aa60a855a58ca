namespace PrefixConsole.Gateway.Telemetry;

/// <summary>Warm state that requests like the last ones use, and what of it nobody would ask for any more under another strategy.</summary>
/// <remarks>
/// A warm prefix is the head of a prompt (<see cref="Routing.Scheduling.DecidedRequest.RingKey"/>, and how many blocks it names) at a worker that a
/// decision went to and that held the whole head. However often it is asked for it counts once, with the most tokens that one of these decisions
/// found there: conversations that go on differently after the same head are not told apart, and one of them keeps the prefix in use. Heads that
/// begin alike and part later are different prefixes, and the tokens they share count in each.
/// </remarks>
/// <param name="Prefixes">Warm prefixes in use.</param>
/// <param name="Tokens">Their tokens.</param>
/// <param name="Left">Of <paramref name="Prefixes"/>, those to which no decision would go: they would stop being used.</param>
/// <param name="LeftTokens">Their tokens.</param>
/// <param name="Untold">Of <paramref name="Prefixes"/>, those of which that cannot be told: none that could be made again goes there, others have that head.</param>
/// <param name="UntoldTokens">Their tokens.</param>
/// <param name="Partial">Decisions that found something where they went, but not all of their head: which state that is, and who else uses it, is not known.</param>
/// <param name="Keyless">Decisions that went to a worker and of whose prompt no head was kept.</param>
/// <param name="HeadBytes">Longest head of the prompts known as text, in bytes; null when none was longer than its head.</param>
/// <param name="HeadTokens">The same of the prompts known as tokens.</param>
/// <param name="HeadsDiffer">Heads were cut at different lengths, because the strategies that decided differ in that: a prompt counts again under each.</param>
public sealed record WarmUse(
    int Prefixes,
    long Tokens,
    int Left,
    long LeftTokens,
    int Untold,
    long UntoldTokens,
    int Partial,
    int Keyless,
    int? HeadBytes,
    int? HeadTokens,
    bool HeadsDiffer);
