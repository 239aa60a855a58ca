using System.Collections.Immutable;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Storage.Revisions;

namespace PrefixConsole.Operations;

/// <summary>Rules that name prefixes; they outlive a restart. Each change has a number, so that nobody overwrites another's unseen. Callers check and audit.</summary>
public sealed class LabelRuleBook : IHostedService
{
    private const string Key = "prefixes.label-rules";

    private readonly Lock _gate = new();
    private readonly PrefixExplorer _prefixes;
    private readonly KeptSetting<Stored> _kept;
    private int _revision = 1;

    public LabelRuleBook(PrefixExplorer prefixes, SettingStore settings)
    {
        _prefixes = prefixes;
        _kept = new KeptSetting<Stored>(settings, Key, _gate, Take, () => new Stored(_revision, [.. prefixes.Rules.Rules]));
        _kept.Taken += () => Changed?.Invoke();
    }

    /// <summary>Raised after a change; handlers only signal.</summary>
    public event Action? Changed;

    /// <summary>The rules, and a number that rises with each change.</summary>
    public (int Revision, ImmutableArray<LabelRule> Rules) Current
    {
        get
        {
            lock (_gate)
            {
                return (_revision, _prefixes.Rules.Rules);
            }
        }
    }

    /// <summary>While the database is away there are none; those made meanwhile replace what was stored.</summary>
    public Task StartAsync(CancellationToken cancellationToken) => _kept.StartAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _kept.Stop();
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

            _prefixes.Rules = new LabelRules(rules);
            _revision++;
            _kept.Save();
        }

        Changed?.Invoke();
        return true;
    }

    private void Take(Stored? stored)
    {
        if (stored is not null)
        {
            var changed = _revision > 1;
            _revision = Math.Max(_revision, stored.Revision) + (changed ? 1 : 0);
            _prefixes.Rules = changed ? _prefixes.Rules : new LabelRules([.. stored.Rules]);
        }
    }

    private sealed record Stored(int Revision, LabelRule[] Rules);
}
