using System.Collections.Immutable;
using PrefixConsole.Routing.Strategies;
using PrefixConsole.Storage.Fleet;

namespace PrefixConsole.Operations;

/// <summary>Compares the fleet before and after changes of the strategy, from samples. What else changed at the time it cannot tell.</summary>
public sealed class ChangeEffects(FleetHistory history, TimeProvider time)
{
    /// <summary>Longest time looked at on either side.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    /// <summary>Revisions of a list that are measured: each is read from the samples around it.</summary>
    public const int Measured = 15;

    /// <summary>The revisions of a time, newest first; the newest of them with their effects.</summary>
    /// <param name="history">All that are kept, newest first.</param>
    /// <param name="from">Applied then or later; null for all.</param>
    /// <param name="to">Applied before; null for all.</param>
    /// <param name="also">One that is listed and measured whenever it was; null for none.</param>
    /// <param name="cancellationToken">Ends the wait for the database.</param>
    public async Task<IReadOnlyList<MeasuredRevision>> ListAsync(
        ImmutableArray<StrategyRevision> history, DateTimeOffset? from, DateTimeOffset? to, int? also, CancellationToken cancellationToken)
    {
        var listed = new List<MeasuredRevision>();
        for (var i = 0; i < history.Length; i++)
        {
            var revision = history[i];
            if ((revision.At < from || revision.At >= to) && revision.Number != also)
            {
                continue;
            }

            var measure = listed.Count < Measured || revision.Number == also;
            var effect = measure ? await OfAsync(history, i, cancellationToken) : null;
            listed.Add(new MeasuredRevision(revision, i + 1 < history.Length ? history[i + 1] : null, effect));
        }

        return listed;
    }

    /// <summary>The effect of the revision at <paramref name="index"/>, newest first.</summary>
    public Task<ChangeEffect> OfAsync(ImmutableArray<StrategyRevision> history, int index, CancellationToken cancellationToken) =>
        OfAsync(index + 1 < history.Length ? history[index + 1] : null, history[index], index > 0 ? history[index - 1] : null, cancellationToken);

    /// <param name="before">The revision that was active before; null for the first.</param>
    /// <param name="revision">The change.</param>
    /// <param name="next">The revision after it; null while it is active.</param>
    /// <param name="cancellationToken">Ends the wait for the database.</param>
    public async Task<ChangeEffect> OfAsync(StrategyRevision? before, StrategyRevision revision, StrategyRevision? next, CancellationToken cancellationToken)
    {
        var from = Later(revision.At - Window, before?.At ?? DateTimeOffset.MinValue);
        var to = Earlier(revision.At + Window, next?.At ?? time.GetUtcNow());
        var (rows, _) = await history.ReadAsync(from, to, cancellationToken);
        var at = revision.At.ToUnixTimeSeconds();
        // The ten seconds in which it came belong to neither side.
        return new ChangeEffect(
            EffectWindow.Of([.. rows.Where(r => r.At <= at && r.At - SampleRecorder.Seconds >= from.ToUnixTimeSeconds())]),
            EffectWindow.Of([.. rows.Where(r => r.At - SampleRecorder.Seconds >= at && r.At <= to.ToUnixTimeSeconds())]));
    }

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;

    private static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;
}
