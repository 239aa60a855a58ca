using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace PrefixConsole.Storage.Tests.Running;

/// <summary>A real SQLITE_FULL: no write may make the file longer than it is.</summary>
internal sealed class DiskFull : DbConnectionInterceptor
{
    public override async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA max_page_count = 1; PRAGMA wal_autocheckpoint = 0;";
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
