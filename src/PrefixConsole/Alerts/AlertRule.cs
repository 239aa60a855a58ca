namespace PrefixConsole.Alerts;

/// <summary>A built-in alert. What of it can be changed is in <see cref="AlertSetting"/>.</summary>
/// <param name="Id">Stable; in URLs and exports.</param>
/// <param name="Title">What is wrong while it fires.</param>
/// <param name="Severity">How bad that is.</param>
/// <param name="Signal">What it looks at.</param>
/// <param name="Above">Fires above the threshold; else below.</param>
/// <param name="Threshold">Default threshold.</param>
/// <param name="Window">Time that the signal is taken over; zero for what is so at the moment.</param>
/// <param name="For">How long it must hold before it fires, by default.</param>
/// <param name="Unit">Of the threshold: %, s, /s, or nothing.</param>
/// <param name="Minimum">Smallest threshold.</param>
/// <param name="Maximum">Largest threshold.</param>
/// <param name="Cause">What usually causes it.</param>
/// <param name="NextStep">What to do first.</param>
/// <param name="Path">Page that shows it.</param>
/// <param name="Source">Where the default comes from.</param>
public sealed record AlertRule(
    string Id,
    string Title,
    AlertSeverity Severity,
    AlertSignal Signal,
    bool Above,
    double Threshold,
    TimeSpan Window,
    TimeSpan For,
    string Unit,
    double Minimum,
    double Maximum,
    string Cause,
    string NextStep,
    string Path,
    string Source)
{
    public bool IsPercent => Unit == "%";
}
