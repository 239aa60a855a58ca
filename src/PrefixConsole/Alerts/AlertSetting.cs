namespace PrefixConsole.Alerts;

/// <summary>What an operator set of a rule. Null: the default.</summary>
public sealed record AlertSetting
{
    /// <summary>Of all settings when this rule was last edited; 1 when it never was. A silence is no edit.</summary>
    public int Revision { get; init; } = 1;

    public double? Threshold { get; init; }

    /// <summary>Seconds that it must hold.</summary>
    public int? ForSeconds { get; init; }

    public bool Enabled { get; init; } = true;

    /// <summary>Fires without being shown as such until then; null: not silenced.</summary>
    public DateTimeOffset? SilencedUntil { get; init; }

    public string SilencedBy { get; init; } = "";

    public string SilenceReason { get; init; } = "";
}
