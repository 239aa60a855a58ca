namespace PrefixConsole.Storage.Configuration;

/// <summary>Values of <see cref="StorageOptions.Provider"/>.</summary>
public static class StorageProviders
{
    public const string Sqlite = "sqlite";

    public const string PostgreSql = "postgresql";

    public const string None = "none";

    public static IReadOnlyList<string> All { get; } = [Sqlite, PostgreSql, None];
}
