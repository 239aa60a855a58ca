using PrefixConsole.Alerts;

namespace PrefixConsole.Api.Contracts;

/// <summary>
/// An alert rule as it stands. Thresholds and values are shares (0 to 1), seconds or counts, as <see cref="Unit"/> says. Its ETag
/// <c>"rev-N"</c> is made of <see cref="Revision"/>, which rises with its edits and not with silences.
/// </summary>
public sealed record AlertDto(
    string Id,
    string Title,
    string Severity,
    string Signal,
    string Fires,
    double Threshold,
    double DefaultThreshold,
    int WindowSeconds,
    int ForSeconds,
    string Unit,
    bool Enabled,
    string State,
    DateTimeOffset? Since,
    double? Value,
    IReadOnlyList<string> Workers,
    DateTimeOffset? SilencedUntil,
    string? SilencedBy,
    string? SilenceReason,
    string Cause,
    string NextStep,
    string Source,
    int Revision,
    string? Model)
{
    internal static AlertDto From(AlertView view) => new(
        view.Rule.Id,
        view.Rule.Title,
        view.Rule.Severity.ToString().ToLowerInvariant(),
        view.Rule.Signal.ToString(),
        view.Rule.Above ? "above" : "below",
        view.Threshold,
        view.Rule.Threshold,
        (int)view.Rule.Window.TotalSeconds,
        (int)view.For.TotalSeconds,
        view.Rule.IsPercent ? "share" : view.Rule.Unit,
        view.Enabled,
        view.State.ToString().ToLowerInvariant(),
        view.Since,
        view.Value,
        view.Workers,
        view.Silenced ? view.Setting.SilencedUntil : null,
        view.Silenced ? view.Setting.SilencedBy : null,
        view.Silenced ? view.Setting.SilenceReason : null,
        view.Rule.Cause,
        view.Rule.NextStep,
        view.Rule.Source,
        view.Setting.Revision,
        view.Model);
}
