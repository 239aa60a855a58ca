namespace PrefixConsole.Alerts;

public enum AlertSeverity
{
    Warning,
    Critical,
}
