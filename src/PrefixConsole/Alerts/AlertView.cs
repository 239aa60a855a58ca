namespace PrefixConsole.Alerts;

/// <summary>A rule as it stands.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Threshold">In force.</param>
/// <param name="For">In force.</param>
/// <param name="Enabled">Whether it is looked at.</param>
/// <param name="State">Of the rule.</param>
/// <param name="Since">In that state; null before the first value.</param>
/// <param name="Value">Now; null when nothing measures it.</param>
/// <param name="Workers">Whom it is about, worst first; empty for one about the fleet.</param>
/// <param name="Setting">What was set.</param>
/// <param name="Silenced">Whether it is silenced now.</param>
/// <param name="Model">The model that the value is of; null for a rule that does not look at models, and without a value.</param>
public sealed record AlertView(
    AlertRule Rule,
    double Threshold,
    TimeSpan For,
    bool Enabled,
    AlertState State,
    DateTimeOffset? Since,
    double? Value,
    IReadOnlyList<string> Workers,
    AlertSetting Setting,
    bool Silenced,
    string? Model = null)
{
    /// <summary>Fires and is to be heard.</summary>
    public bool Loud => Enabled && State == AlertState.Firing && !Silenced;
}
