using Microsoft.EntityFrameworkCore;

namespace PrefixConsole.Storage.Model;

public sealed class PostgresConsoleDb(DbContextOptions<PostgresConsoleDb> options) : ConsoleDb(options);
