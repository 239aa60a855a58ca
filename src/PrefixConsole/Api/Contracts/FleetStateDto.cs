using PrefixConsole.Operations;

namespace PrefixConsole.Api.Contracts;

/// <summary>What became of that which operators did to the fleet before the last start.</summary>
/// <param name="Known">False while the database has not answered since: workers drained before may be given requests.</param>
/// <param name="NotRestored">Added workers that could not be added again, and why; kept until they are removed, and tried at each start.</param>
public sealed record FleetStateDto(bool Known, IReadOnlyList<NotRestored> NotRestored);
