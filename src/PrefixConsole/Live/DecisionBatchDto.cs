using PrefixConsole.Api.Contracts;

namespace PrefixConsole.Live;

/// <summary>What happened in the decision log since the batch before.</summary>
/// <param name="Decisions">New requests, oldest first.</param>
/// <param name="Completed">Requests of earlier batches that are over now.</param>
/// <param name="Skipped">New requests left out because there were too many; the newest are kept.</param>
public sealed record DecisionBatchDto(IReadOnlyList<DecisionDto> Decisions, IReadOnlyList<DecisionDto> Completed, long Skipped);
