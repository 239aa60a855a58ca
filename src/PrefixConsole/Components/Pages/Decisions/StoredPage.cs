using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Storage.Decisions;
using PrefixConsole.Storage.Writing;

namespace PrefixConsole.Components.Pages.Decisions;

/// <summary>A page of stored decisions of some time.</summary>
/// <param name="From">Start of the time.</param>
/// <param name="To">End of the time.</param>
/// <param name="Rows">Newest first.</param>
/// <param name="Older">Where the next page starts; null on the last.</param>
/// <param name="Problem">Why nothing could be read; null when it could.</param>
public sealed record StoredPage(DateTimeOffset From, DateTimeOffset To, List<DecisionRow> Rows, long? Older, string? Problem)
{
    public static async Task<StoredPage> ReadAsync(DecisionArchive archive, DecisionFilter filter, DateTimeOffset from, DateTimeOffset to, long? before)
    {
        try
        {
            var entries = await archive.ReadAsync(filter, from, to, DecisionTail.MaxRows + 1, before, CancellationToken.None);
            var shown = entries.Take(DecisionTail.MaxRows).ToList();
            return new StoredPage(from, to, [.. shown.Select(DecisionRow.Of)], entries.Count > shown.Count ? shown[^1].Sequence : null, null);
        }
        catch (Exception error) when (error is StoreUnavailableException or InvalidDataException)
        {
            return new StoredPage(from, to, [], null, error.Message);
        }
    }
}
