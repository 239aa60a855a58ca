namespace PrefixConsole.Api.Contracts;

/// <summary>Requests that ended in a stretch of time, per bin.</summary>
/// <param name="End">When it ends.</param>
/// <param name="FirstToken">By time to first token.</param>
/// <param name="InterToken">By mean gap between tokens.</param>
public sealed record LatencyCellDto(DateTimeOffset End, IReadOnlyList<int> FirstToken, IReadOnlyList<int> InterToken);
