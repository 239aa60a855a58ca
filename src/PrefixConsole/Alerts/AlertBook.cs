using System.Collections.Immutable;
using PrefixConsole.Gateway.Configuration;
using PrefixConsole.Storage.Revisions;

namespace PrefixConsole.Alerts;

/// <summary>
/// What operators set of the rules; outlives a restart. Each change has a number, and each rule keeps that of its last edit, so that nobody
/// overwrites another's unseen and nobody is told of a conflict that is none.
/// </summary>
public sealed class AlertBook : IHostedService
{
    private const string Key = "alerts.settings";

    private readonly Lock _gate = new();
    private ImmutableSortedDictionary<string, AlertSetting> _settings = ImmutableSortedDictionary.Create<string, AlertSetting>(StringComparer.Ordinal);
    private readonly KeptSetting<Stored> _kept;
    private int _revision = 1;

    public AlertBook(SettingStore settings)
    {
        _kept = new KeptSetting<Stored>(settings, Key, _gate, Take, () => new Stored(_revision, _settings.ToDictionary()));
        _kept.Taken += () => Changed?.Invoke();
    }

    /// <summary>Raised after a change; handlers only signal.</summary>
    public event Action? Changed;

    /// <summary>Rises with each change of any rule, silences included.</summary>
    public int Revision
    {
        get
        {
            lock (_gate)
            {
                return _revision;
            }
        }
    }

    public AlertSetting Of(string rule)
    {
        lock (_gate)
        {
            return Kept(rule);
        }
    }

    /// <summary>While the database is away the defaults count; what is changed meanwhile is added to what was stored.</summary>
    public Task StartAsync(CancellationToken cancellationToken) => _kept.StartAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _kept.Stop();
        return Task.CompletedTask;
    }

    /// <summary>What is wrong with a setting; empty when nothing is.</summary>
    public static IReadOnlyList<FieldError> Check(AlertRule rule, double? threshold, int? forSeconds)
    {
        var errors = new List<FieldError>();
        if (threshold is { } t && (!double.IsFinite(t) || t < rule.Minimum || t > rule.Maximum))
        {
            var (least, most) = rule.IsPercent ? (rule.Minimum * 100, rule.Maximum * 100) : (rule.Minimum, rule.Maximum);
            errors.Add(new FieldError("threshold", FormattableString.Invariant($"must be a number from {least} to {most}{(rule.Unit.Length > 0 ? " " + rule.Unit : "")}")));
        }

        if (forSeconds is { } f && (f < AlertRules.LeastFor.TotalSeconds || f > AlertRules.MostFor.TotalSeconds))
        {
            errors.Add(new FieldError("forSeconds", FormattableString.Invariant($"must be a whole number from {AlertRules.LeastFor.TotalSeconds} to {AlertRules.MostFor.TotalSeconds}")));
        }

        return errors;
    }

    /// <summary>Edits a rule's setting. False: it was edited after the revision that the edit started from, and nothing was changed.</summary>
    /// <param name="rule">Of a known rule.</param>
    /// <param name="expected">The revision the edit started from: the rule's own, or that of all settings; null overwrites anything.</param>
    /// <param name="change">The new setting, checked.</param>
    public bool Set(string rule, int? expected, Func<AlertSetting, AlertSetting> change)
    {
        lock (_gate)
        {
            // One that is still to come is nobody's.
            if (expected is { } number && (number < Kept(rule).Revision || number > _revision))
            {
                return false;
            }

            Put(rule, change(Kept(rule)) with { Revision = _revision + 1 });
        }

        Changed?.Invoke();
        return true;
    }

    /// <summary>Silences a rule or ends that: no edit, so it stands in nobody's way.</summary>
    /// <param name="rule">Of a known rule.</param>
    /// <param name="until">Null ends it.</param>
    /// <param name="by">Who.</param>
    /// <param name="reason">Why.</param>
    public void Silence(string rule, DateTimeOffset? until, string by = "", string reason = "")
    {
        lock (_gate)
        {
            Put(rule, Kept(rule) with { SilencedUntil = until, SilencedBy = by, SilenceReason = reason });
        }

        Changed?.Invoke();
    }

    private AlertSetting Kept(string rule) => _settings.TryGetValue(rule, out var setting) ? setting : new AlertSetting();

    private void Put(string rule, AlertSetting setting)
    {
        _settings = _settings.SetItem(rule, setting);
        _revision++;
        _kept.Save();
    }

    private void Take(Stored? stored)
    {
        if (stored is not null)
        {
            var revision = Math.Max(_revision, stored.Revision) + (_revision > 1 ? 1 : 0);
            _settings = stored.Settings.ToImmutableSortedDictionary(StringComparer.Ordinal)
                .SetItems(_settings.Select(s => KeyValuePair.Create(s.Key, Merge(stored.Settings.GetValueOrDefault(s.Key), s.Value, revision))));
            _revision = revision;
        }
    }

    /// <summary>What was edited meanwhile counts as a whole; of a rule that was only silenced the stored thresholds stay.</summary>
    private static AlertSetting Merge(AlertSetting? stored, AlertSetting meanwhile, int revision) => meanwhile.Revision > 1
        ? meanwhile with { Revision = revision }
        : (stored ?? meanwhile) with { SilencedUntil = meanwhile.SilencedUntil, SilencedBy = meanwhile.SilencedBy, SilenceReason = meanwhile.SilenceReason };

    private sealed record Stored(int Revision, Dictionary<string, AlertSetting> Settings);
}
