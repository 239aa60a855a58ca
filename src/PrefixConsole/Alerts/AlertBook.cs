using System.Collections.Immutable;
using PrefixConsole.Gateway.Configuration;
using PrefixConsole.Storage.Revisions;

namespace PrefixConsole.Alerts;

/// <summary>What operators set of the rules; outlives a restart. Each change has a number, so that nobody overwrites another's unseen.</summary>
public sealed class AlertBook(SettingStore settings) : IHostedService
{
    private const string Key = "alerts.settings";

    private readonly Lock _gate = new();
    private ImmutableSortedDictionary<string, AlertSetting> _settings = ImmutableSortedDictionary.Create<string, AlertSetting>(StringComparer.Ordinal);
    private int _revision = 1;
    private SettingLoad? _load;
    private bool _known = true;

    /// <summary>Raised after a change; handlers only signal.</summary>
    public event Action? Changed;

    /// <summary>Rises with each change.</summary>
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
            return _settings.TryGetValue(rule, out var setting) ? setting : new AlertSetting();
        }
    }

    /// <summary>While the database is away the defaults count; what is changed meanwhile is added to what was stored.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _known = false;
        _load = await settings.LoadAsync<Stored>(Key, Take, cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _load?.Dispose();
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

    /// <summary>Changes a rule's setting. False: another change came first, and nothing was changed.</summary>
    /// <param name="rule">Of a known rule.</param>
    /// <param name="expected">The revision the edit started from; null changes anything.</param>
    /// <param name="change">The new setting, checked.</param>
    public bool Set(string rule, int? expected, Func<AlertSetting, AlertSetting> change)
    {
        lock (_gate)
        {
            if (expected is { } number && number != _revision)
            {
                return false;
            }

            _settings = _settings.SetItem(rule, change(_settings.TryGetValue(rule, out var before) ? before : new AlertSetting()));
            _revision++;
            Save();
        }

        Changed?.Invoke();
        return true;
    }

    /// <summary>Not before the stored ones are known, which it would replace.</summary>
    private void Save()
    {
        if (_known)
        {
            _ = settings.WriteAsync(Key, new Stored(_revision, _settings.ToDictionary()));
        }
    }

    private void Take(Stored? stored)
    {
        lock (_gate)
        {
            _known = true;
            var changed = _revision > 1;
            if (stored is not null)
            {
                _settings = stored.Settings.ToImmutableSortedDictionary(StringComparer.Ordinal).SetItems(_settings);
                _revision = Math.Max(_revision, stored.Revision) + (changed ? 1 : 0);
            }

            if (changed)
            {
                Save();
            }
        }

        Changed?.Invoke();
    }

    private sealed record Stored(int Revision, Dictionary<string, AlertSetting> Settings);
}
