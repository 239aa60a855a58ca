using PrefixConsole.Routing.Strategies;

namespace PrefixConsole.Storage.Revisions;

/// <summary>The trials of a run as JSON.</summary>
/// <param name="LastNumber">Highest number that a revision or a trial was given: the next run goes on from it.</param>
/// <param name="Running">Null when none runs.</param>
/// <param name="Ended">Newest first.</param>
internal sealed record StoredTrials(int LastNumber, StoredTrial? Running, StoredTrial[] Ended)
{
    public static StoredTrials Of(StrategyStore store) => new(
        store.LastNumber,
        store.Trial is { } trial ? StoredTrial.Of(trial, store.Current.Number) : null,
        [.. store.EndedTrials.Select(StoredTrial.Of)]);

    public void Restore(StrategyStore store) => store.RestoreTrials(
        [.. Ended.Select(t => t.ToEnded())], Running?.ToRevision(), Running?.Percent ?? 0, Running?.Version ?? 0, Running?.Beside ?? 0);
}
