namespace PrefixConsole.Storage.Model;

/// <summary>A setting that was made in the console, as JSON.</summary>
public sealed class SettingRow
{
    /// <summary>Value of one on its way to the database that takes the setting away there.</summary>
    public const string Removed = "";

    public required string Key { get; set; }

    public required string Value { get; set; }

    public DateTimeOffset At { get; set; }
}
