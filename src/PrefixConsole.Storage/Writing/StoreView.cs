namespace PrefixConsole.Storage.Writing;

/// <summary>The store at one moment.</summary>
/// <param name="Status">How it is doing.</param>
/// <param name="Provider">One of <see cref="Configuration.StorageProviders"/>.</param>
/// <param name="Location">File, or server and database; never a password.</param>
/// <param name="Cause">Why it is failing; empty otherwise.</param>
/// <param name="Since">When it came into this status.</param>
/// <param name="Waiting">Revisions, audit entries and settings not yet in the database.</param>
/// <param name="Spooled">How many of those are safe in the spool file beside it.</param>
/// <param name="DecisionsStored">Decisions stored since the start.</param>
/// <param name="DecisionsSkipped">Decisions left out by the sampling rate.</param>
/// <param name="DecisionsDropped">Sampled decisions and samples that were lost, because the database did not take them.</param>
/// <param name="DecisionBytes">Bytes that stored decisions take; null before it was counted.</param>
/// <param name="Rejected">Revisions, audit entries and settings that the database can never take; kept in a file beside the spool.</param>
public sealed record StoreView(
    StoreStatus Status,
    string Provider,
    string Location,
    string Cause,
    DateTimeOffset Since,
    int Waiting,
    int Spooled,
    long DecisionsStored,
    long DecisionsSkipped,
    long DecisionsDropped,
    long? DecisionBytes,
    int Rejected);
