namespace PrefixConsole.Api.Contracts;

/// <summary>Of what part of the truth figures from stored decisions are. Failed, retried and mispredicted ones are stored sooner than others.</summary>
/// <param name="From">Asked for.</param>
/// <param name="To">Asked for.</param>
/// <param name="Decisions">Stored decisions that were read, the newest of that time.</param>
/// <param name="Since">When the oldest of them was made, if more are stored than are read; null when all were read.</param>
/// <param name="Requests">Requests that ended in the time that was read, stored or not, by the fleet's samples; 0 where there are none, a lower bound where some are missing.</param>
public sealed record StoredPartDto(DateTimeOffset From, DateTimeOffset To, int Decisions, DateTimeOffset? Since, long Requests);
