using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Storage.Decisions;

namespace PrefixConsole.Api;

/// <summary>Reads what a query asks for page by page, from memory or from the store: a long export never lies in memory as a whole.</summary>
internal sealed class DecisionPages(DecisionLog log, DecisionArchive archive, DecisionFilter filter, (DateTimeOffset From, DateTimeOffset To)? time)
{
    /// <summary>Newest first; <see cref="StoredSelection.Next"/> is null after the last.</summary>
    public async Task<StoredSelection> ReadAsync(int count, long? before, CancellationToken cancellationToken)
    {
        if (time is { } span)
        {
            return await archive.ReadAsync(filter, span.From, span.To, count, before, cancellationToken);
        }

        var entries = log.Latest(count, filter, before);
        return new StoredSelection(entries, entries.Count, entries.Count == count ? entries[^1].Sequence : null);
    }
}
