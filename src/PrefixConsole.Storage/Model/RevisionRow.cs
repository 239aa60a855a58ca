namespace PrefixConsole.Storage.Model;

/// <summary>A strategy revision that was applied, as it was.</summary>
public sealed class RevisionRow : IKeptRow
{
    public Guid Id { get; set; }

    /// <summary>Number within its run; unique unless the database was unreachable at a start.</summary>
    public int Number { get; set; }

    public DateTimeOffset At { get; set; }

    public required string By { get; set; }

    public required string Reason { get; set; }

    /// <summary>The spec as JSON.</summary>
    public required string Spec { get; set; }
}
