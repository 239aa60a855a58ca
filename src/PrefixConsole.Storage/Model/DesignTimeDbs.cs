using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace PrefixConsole.Storage.Model;

/// <summary>
/// For <c>dotnet ef migrations add NAME --project src/PrefixConsole.Storage --context SqliteConsoleDb -o Migrations/Sqlite</c>, and the same
/// with Postgres. Neither connects.
/// </summary>
internal sealed class DesignTimeDbs : IDesignTimeDbContextFactory<SqliteConsoleDb>, IDesignTimeDbContextFactory<PostgresConsoleDb>
{
    SqliteConsoleDb IDesignTimeDbContextFactory<SqliteConsoleDb>.CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqliteConsoleDb>().UseSqlite("Data Source=:memory:").Options);

    PostgresConsoleDb IDesignTimeDbContextFactory<PostgresConsoleDb>.CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<PostgresConsoleDb>().UseNpgsql("Host=localhost").Options);
}
