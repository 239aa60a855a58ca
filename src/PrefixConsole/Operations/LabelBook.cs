using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Storage.Revisions;

namespace PrefixConsole.Operations;

/// <summary>Operators' names for prefixes; they outlive a restart. Callers audit.</summary>
public sealed class LabelBook : IHostedService
{
    private const string Key = "prefixes.labels";

    private readonly Lock _gate = new();
    private readonly PrefixExplorer _prefixes;
    private readonly KeptSetting<Dictionary<string, string?>> _kept;

    // By id, the names given until the database answers, null where one was taken away; null once it has.
    private Dictionary<string, string?>? _meanwhile;

    public LabelBook(PrefixExplorer prefixes, SettingStore settings)
    {
        _prefixes = prefixes;
        _kept = new KeptSetting<Dictionary<string, string?>>(
            settings, Key, _gate, Take, () => _meanwhile ?? prefixes.Labels().ToDictionary(l => l.Key, string? (l) => l.Value));
    }

    /// <summary>While the database is away earlier names are not shown; what is named meanwhile is added to them, and counts where the two differ.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _meanwhile = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        }

        return _kept.StartAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _kept.Stop();
        return Task.CompletedTask;
    }

    /// <summary>As <see cref="PrefixExplorer.SetLabel"/>.</summary>
    public bool Set(string id, string? label)
    {
        lock (_gate)
        {
            if (!_prefixes.SetLabel(id, label))
            {
                return false;
            }

            if (_meanwhile is { } meanwhile)
            {
                meanwhile[id] = string.IsNullOrWhiteSpace(label) ? null : label.Trim();
            }

            _kept.Save();
            return true;
        }
    }

    private void Take(Dictionary<string, string?>? stored)
    {
        foreach (var (id, label) in stored ?? [])
        {
            if (_meanwhile?.TryAdd(id, label) != false && label is not null)
            {
                _prefixes.RestoreLabels([KeyValuePair.Create(id, label)]);
            }
        }

        _meanwhile = _kept.IsKnown ? null : _meanwhile;
    }
}
