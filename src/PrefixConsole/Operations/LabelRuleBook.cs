using System.Collections.Immutable;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Storage.Revisions;

namespace PrefixConsole.Operations;

/// <summary>Rules that name prefixes; they outlive a restart. Each change has a number, so that nobody overwrites another's unseen. Callers check and audit.</summary>
public sealed class LabelRuleBook(PrefixExplorer prefixes, SettingStore settings) : IHostedService
{
    private const string Key = "prefixes.label-rules";

    private readonly Lock _gate = new();
    private int _revision = 1;
    private bool _known = true;
    private SettingLoad? _load;

    /// <summary>Raised after a change; handlers only signal.</summary>
    public event Action? Changed;

    /// <summary>The rules, and a number that rises with each change.</summary>
    public (int Revision, ImmutableArray<LabelRule> Rules) Current
    {
        get
        {
            lock (_gate)
            {
                return (_revision, prefixes.Rules.Rules);
            }
        }
    }

    /// <summary>While the database is away there are none; those made meanwhile replace what was stored.</summary>
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

    /// <summary>Replaces all rules. False: another change came first, and nothing was changed.</summary>
    /// <param name="rules">As <see cref="LabelRules.Check"/> lets them pass.</param>
    /// <param name="expected">The revision the edit started from; null replaces any.</param>
    public bool Set(ImmutableArray<LabelRule> rules, int? expected)
    {
        lock (_gate)
        {
            if (expected is { } number && number != _revision)
            {
                return false;
            }

            prefixes.Rules = new LabelRules(rules);
            _revision++;
            Save();
        }

        Changed?.Invoke();
        return true;
    }

    /// <summary>Not before the stored ones are known.</summary>
    private void Save()
    {
        if (_known)
        {
            _ = settings.WriteAsync(Key, new Stored(_revision, [.. prefixes.Rules.Rules]));
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
                _revision = Math.Max(_revision, stored.Revision) + (changed ? 1 : 0);
                prefixes.Rules = changed ? prefixes.Rules : new LabelRules([.. stored.Rules]);
            }

            if (changed)
            {
                Save();
            }
        }

        Changed?.Invoke();
    }

    private sealed record Stored(int Revision, LabelRule[] Rules);
}
