namespace PrefixConsole.Storage.Model;

/// <summary>A stored decision: columns to search by, and the entire record packed. Holds no text of the prompt.</summary>
public sealed class DecisionRow
{
    public long Id { get; set; }

    public required string RequestId { get; set; }

    public DateTimeOffset At { get; set; }

    public required string Model { get; set; }

    public required string Tenant { get; set; }

    public string? Worker { get; set; }

    public required string Strategy { get; set; }

    public int Revision { get; set; }

    public required string Reason { get; set; }

    public float? Margin { get; set; }

    public bool Failed { get; set; }

    public bool Retried { get; set; }

    public bool Mispredicted { get; set; }

    /// <summary>The record as Brotli-packed JSON.</summary>
    public required byte[] Record { get; set; }

    /// <summary>Bytes this row is counted with against the limit of stored decisions.</summary>
    public int Bytes { get; set; }
}
