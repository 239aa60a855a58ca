using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Storage.Revisions;

namespace PrefixConsole.Operations;

/// <summary>Operators' names for prefixes; they outlive a restart. Callers audit.</summary>
public sealed class LabelBook(PrefixExplorer prefixes, SettingStore settings) : IHostedService
{
    private const string Key = "prefixes.labels";

    private readonly Lock _gate = new();

    // Ids of runs named until the database answers; null once it has.
    private HashSet<string>? _changed;
    private SettingLoad? _load;

    /// <summary>While the database is away earlier names are not shown; what is named meanwhile is added to them, and counts where the two differ.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _changed = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        }

        _load = await settings.LoadAsync<Dictionary<string, string>>(Key, Take, cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _load?.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>As <see cref="PrefixExplorer.SetLabel"/>.</summary>
    public bool Set(string id, string? label)
    {
        lock (_gate)
        {
            if (!prefixes.SetLabel(id, label))
            {
                return false;
            }

            if (_changed is { } changed)
            {
                changed.Add(id);
            }
            else
            {
                Save();
            }

            return true;
        }
    }

    private void Take(Dictionary<string, string>? stored)
    {
        lock (_gate)
        {
            var changed = _changed ?? [];
            _changed = null;
            prefixes.RestoreLabels((stored ?? []).Where(l => !changed.Contains(l.Key)));
            if (changed.Count > 0)
            {
                Save();
            }
        }
    }

    private void Save() => _ = settings.WriteAsync(Key, prefixes.Labels());
}
