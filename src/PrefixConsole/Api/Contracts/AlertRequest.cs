namespace PrefixConsole.Api.Contracts;

/// <summary>Body of a change of an alert rule. Absent: the default.</summary>
public sealed record AlertRequest
{
    /// <summary>In the rule's unit: a share from 0 to 1, seconds or a count.</summary>
    public double? Threshold { get; init; }

    /// <summary>Seconds that it must hold, 0 to 3600.</summary>
    public int? ForSeconds { get; init; }

    public bool? Enabled { get; init; }
}
