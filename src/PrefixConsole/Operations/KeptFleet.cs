namespace PrefixConsole.Operations;

/// <summary>What is stored of the fleet. Null under a name, as long as the rest is not known: it was taken out.</summary>
/// <param name="Added">Workers added at runtime, by name.</param>
/// <param name="Drained">Drains that were not ended, by the worker's name.</param>
/// <param name="Quarantined">Feeds that are shut out, by <see cref="FeedReports.Target"/>.</param>
internal sealed record KeptFleet(
    IReadOnlyDictionary<string, AddedWorker?>? Added, IReadOnlyDictionary<string, OperatorMark?>? Drained, IReadOnlyDictionary<string, OperatorMark?>? Quarantined);
