using Microsoft.EntityFrameworkCore;
using PrefixConsole.Storage.Model;
using PrefixConsole.Storage.Writing;

namespace PrefixConsole.Storage.Fleet;

/// <summary>Reads stored samples of the fleet.</summary>
public sealed class SampleArchive(StoreConnection connection, StoreState state)
{
    /// <summary>Oldest first.</summary>
    /// <exception cref="StoreUnavailableException">The database does not answer.</exception>
    public async Task<IReadOnlyList<SampleRow>> ReadAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        if (connection.IsOff)
        {
            return [];
        }

        var (first, last) = (from.ToUnixTimeSeconds(), to.ToUnixTimeSeconds());
        return await StoreUnavailableException.GuardAsync(state, async () =>
        {
            await using var db = connection.Open();
            return await db.Samples.AsNoTracking().Where(s => s.At >= first && s.At <= last).OrderBy(s => s.At).ToListAsync(cancellationToken);
        });
    }
}
