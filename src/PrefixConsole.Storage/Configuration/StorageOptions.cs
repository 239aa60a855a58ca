namespace PrefixConsole.Storage.Configuration;

/// <summary>Section <c>Storage</c> of the configuration: where revisions, audit, sampled decisions and history are kept.</summary>
public sealed class StorageOptions
{
    public const string Section = "Storage";

    /// <value><c>sqlite</c>, <c>postgresql</c> or <c>none</c> (memory only, gone at a restart). Default sqlite.</value>
    public string Provider { get; set; } = StorageProviders.Sqlite;

    /// <value>SQLite file; a relative path starts at the content root. Default <c>.data/prefixconsole.db</c>.</value>
    public string Path { get; set; } = ".data/prefixconsole.db";

    /// <value>Connection string of PostgreSQL; required for that provider.</value>
    public string? ConnectionString { get; set; }

    /// <value>
    /// Decisions stored per second at most, 0 to 1,000. Errors, retries and mispredictions go first. Default 5.
    /// </value>
    public double DecisionsPerSecond { get; set; } = 5;

    /// <value>Age at which stored decisions are deleted. Default 7 days, range 1 minute to 10 years.</value>
    public TimeSpan DecisionAge { get; set; } = TimeSpan.FromDays(7);

    /// <value>Age at which stored samples of the fleet (one per 10 s) are deleted. Default 30 days.</value>
    public TimeSpan SampleAge { get; set; } = TimeSpan.FromDays(30);

    /// <value>Age at which audit entries and the history of alerts are deleted. Default 400 days.</value>
    public TimeSpan AuditAge { get; set; } = TimeSpan.FromDays(400);

    /// <value>Bytes that stored decisions may take, in MiB; the oldest leave first. Default 512, range 1 to 1,000,000.</value>
    public int DecisionMegabytes { get; set; } = 512;

    /// <value>Longest that a start waits for the database before it goes on without. Default 10 s.</value>
    public TimeSpan OpenTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <value>Time between two tries while the database is gone. Default 5 s.</value>
    public TimeSpan RetryInterval { get; set; } = TimeSpan.FromSeconds(5);
}
