using PrefixConsole.Routing.Scheduling;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.Accuracy;

/// <summary>A request that a worker answered, and what it said of it.</summary>
/// <param name="Request">The request as it was decided.</param>
/// <param name="Decision">The decision that led to the worker.</param>
/// <param name="Worker">The worker.</param>
/// <param name="Neutral">The start of the prompt without its namespace.</param>
/// <param name="RemovedBefore">Blocks the worker had reported as removed when the request was decided.</param>
/// <param name="PromptTokens">The engine's count of the prompt; null when it said none.</param>
/// <param name="CachedTokens">The engine's cached tokens; null when it said nothing.</param>
internal readonly record struct ServedRequest(
    RoutingRequest Request,
    RoutingDecision Decision,
    Worker Worker,
    NeutralPrefix Neutral,
    long RemovedBefore,
    int? PromptTokens,
    int? CachedTokens);
