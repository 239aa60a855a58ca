using PrefixConsole.Gateway.Accuracy;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Storage.Fleet;
using PrefixConsole.Storage.Writing;

namespace PrefixConsole.Storage.Decisions;

/// <summary>Counts accuracy over a time from what is stored of its decisions.</summary>
/// <remarks>
/// Stored decisions are a sample in which remarkable ones (failed, retried, mispredicted) have an allowance of their own: above
/// <c>Storage:DecisionsPerSecond</c> their share is larger than it was. Whoever shows the figures says how many of how many they are of.
/// </remarks>
public sealed class AccuracyHistory(DecisionArchive archive, FleetHistory samples, TimeProvider time)
{
    /// <summary>Decisions read at most: about a second's work.</summary>
    public const int MostDecisions = DecisionArchive.LookLimit;

    /// <summary>Whether nothing is stored by configuration; every answer is empty then.</summary>
    public bool IsOff => archive.IsOff;

    /// <exception cref="StoreUnavailableException">The database does not answer.</exception>
    /// <exception cref="InvalidDataException">A decision cannot be read by this version.</exception>
    public async Task<StoredAccuracy> ReadAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var tally = new AccuracyTally(time);
        var (read, next, oldest) = (0, (long?)null, to);
        do
        {
            var page = await archive.ReadAsync(new DecisionFilter(), from, to, Math.Min(DecisionArchive.PageLimit, MostDecisions - read), next, cancellationToken);
            foreach (var entry in page.Entries)
            {
                tally.Add(entry);
                oldest = entry.Decision.At < oldest ? entry.Decision.At : oldest;
            }

            (read, next) = (read + page.Entries.Count, page.Next);
        }
        while (next is not null && read < MostDecisions);

        var (rows, _) = await samples.ReadAsync(next is null ? from : oldest, to, cancellationToken);
        return new StoredAccuracy(tally, read, next is null ? null : oldest, rows.Sum(r => (long)r.Requests));
    }
}
