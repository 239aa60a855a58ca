namespace PrefixConsole.Storage.Model;

/// <summary>A setting that was made in the console, as JSON.</summary>
public sealed class SettingRow
{
    public required string Key { get; set; }

    public required string Value { get; set; }

    public DateTimeOffset At { get; set; }
}
