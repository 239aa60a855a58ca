namespace PrefixConsole.Storage.Model;

/// <summary>An alert began or ended to fire.</summary>
public sealed class AlertRow : IKeptRow
{
    public Guid Id { get; set; }

    public DateTimeOffset At { get; set; }

    /// <summary>Id of the rule.</summary>
    public required string Rule { get; set; }

    /// <summary>Firing, or resolved.</summary>
    public bool Firing { get; set; }

    public double? Value { get; set; }

    public double Threshold { get; set; }

    /// <summary>Workers it was about, and whether it was silenced.</summary>
    public required string Note { get; set; }
}
