using PrefixConsole.Routing.Strategies;
using PrefixConsole.Storage.Fleet;

namespace PrefixConsole.Operations;

/// <summary>Compares the fleet before and after changes of the strategy, from samples. What else changed at the time it cannot tell.</summary>
public sealed class ChangeEffects(FleetHistory history, TimeProvider time)
{
    /// <summary>Longest time looked at on either side.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

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
