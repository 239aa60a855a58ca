using Microsoft.EntityFrameworkCore;

namespace PrefixConsole.Storage.Model;

public sealed class SqliteConsoleDb(DbContextOptions<SqliteConsoleDb> options) : ConsoleDb(options);
