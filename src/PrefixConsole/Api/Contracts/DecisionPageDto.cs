namespace PrefixConsole.Api.Contracts;

/// <summary>A page of the decision log, newest first.</summary>
/// <param name="Items">The requests.</param>
/// <param name="NextBefore">Value of <c>before</c> for the next page; null when this is the last.</param>
/// <param name="Total">Requests ever recorded.</param>
/// <param name="Capacity">Requests kept.</param>
/// <param name="Stored">Whether the items are stored decisions, which are a sample; otherwise they are what is kept in memory.</param>
public sealed record DecisionPageDto(IReadOnlyList<DecisionDto> Items, long? NextBefore, long Total, int Capacity, bool Stored);
