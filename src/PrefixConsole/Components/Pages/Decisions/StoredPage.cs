using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Storage.Decisions;
using PrefixConsole.Storage.Writing;

namespace PrefixConsole.Components.Pages.Decisions;

/// <summary>A page of stored decisions of some time.</summary>
/// <param name="Rows">Newest first.</param>
/// <param name="LookedAt">How many stored decisions were read to find them.</param>
/// <param name="Older">Where the next page starts; null on the last.</param>
/// <param name="Problem">Why nothing could be read; null when it could.</param>
public sealed record StoredPage(List<DecisionRow> Rows, int LookedAt, long? Older, string? Problem)
{
    /// <exception cref="OperationCanceledException">It is no longer wanted.</exception>
    public static async Task<StoredPage> ReadAsync(
        DecisionArchive archive, DecisionFilter filter, (DateTimeOffset From, DateTimeOffset To) time, long? before, CancellationToken cancellationToken)
    {
        try
        {
            var found = await archive.ReadAsync(filter, time.From, time.To, DecisionTail.MaxRows, before, cancellationToken);
            return new StoredPage([.. found.Entries.Select(DecisionRow.Of)], found.LookedAt, found.Next, null);
        }
        catch (Exception error) when (error is StoreUnavailableException or InvalidDataException)
        {
            return new StoredPage([], 0, null, error.Message);
        }
    }
}
