using System.Collections.Immutable;
using PrefixConsole.Routing.Strategies;

namespace PrefixConsole.Components.Pages.Strategy;

/// <summary>
/// A spec being edited, the revision it is based on, what is wrong with it and what it would change. Nothing here
/// changes the store.
/// </summary>
public sealed class StrategyEditor
{
    private readonly StrategyStore _store;
    private readonly StrategyCatalog _catalog;

    public StrategyEditor(StrategyStore store, StrategyCatalog catalog)
    {
        _store = store;
        _catalog = catalog;
        Base = store.Current;
        Load(Base.Spec);
    }

    /// <summary>The revision the edit started from.</summary>
    public StrategyRevision Base { get; private set; }

    /// <summary>The revision whose spec the edit started with; null when that is the active one, or another strategy's defaults.</summary>
    public StrategyRevision? LoadedFrom { get; private set; }

    public StrategyDescriptor Chosen { get; private set; } = null!;

    public ImmutableArray<ParameterField> Parameters { get; private set; } = [];

    /// <summary>At most one per scorer there is.</summary>
    public List<ScorerField> Scorers { get; } = [];

    /// <summary>In the order they run.</summary>
    public List<string> Filters { get; } = [];

    public string Picker { get; set; } = SpecDiff.DefaultPicker;

    public bool IsCustom => Chosen.Name == StrategyNames.Custom;

    public ImmutableArray<SpecError> Errors => _catalog.Validate(Spec);

    public ImmutableArray<SpecChange> Changes => SpecDiff.Between(Base.Spec, Spec, _catalog);

    public bool Dirty => !Changes.IsEmpty;

    public bool CanApply => Dirty && Errors.IsEmpty;

    /// <summary>True when somebody else applied a revision since <see cref="Base"/>.</summary>
    public bool Outdated => _store.Current.Number != Base.Number;

    /// <summary>What the revision that came first and this edit each make of <see cref="Base"/>; what neither changes is left out.</summary>
    public IReadOnlyList<ConflictRow> Conflict
    {
        get
        {
            var theirs = SpecDiff.Between(Base.Spec, _store.Current.Spec, _catalog);
            var mine = Changes;
            return
            [
                .. theirs.Select(t => mine.FirstOrDefault(m => m.What == t.What) is { } both
                    ? new ConflictRow(t.What, t.From, t.To, both.To)
                    : new ConflictRow(t.What, t.From, t.To, t.From)),
                .. mine.Where(m => theirs.All(t => t.What != m.What)).Select(m => new ConflictRow(m.What, m.From, m.From, m.To)),
            ];
        }
    }

    public IEnumerable<RuleDescriptor> FreeScorers => _catalog.Scorers.Where(s => Scorers.TrueForAll(used => used.Scorer != s.Name));

    public IEnumerable<RuleDescriptor> FreeFilters => _catalog.Filters.Where(f => !Filters.Contains(f.Name));

    /// <summary>The spec as edited: only what differs from the defaults.</summary>
    public StrategySpec Spec => new()
    {
        Name = Chosen.Name,
        Parameters = Parameters.Where(p => !p.AtDefault).ToImmutableSortedDictionary(p => p.Descriptor.Name, p => p.Value),
        Scorers = IsCustom ? [.. Scorers.Select(s => s.ToWeight())] : [],
        Filters = IsCustom ? [.. Filters] : [],
        Picker = IsCustom && Picker != SpecDiff.DefaultPicker ? Picker : null,
    };

    /// <summary>Starts to edit a strategy: the active one as it is, another with its defaults. False: there is none of that name.</summary>
    public bool Choose(string name)
    {
        if (SpecDiff.Find(_catalog, name) is null)
        {
            return false;
        }

        LoadedFrom = null;
        Load(name == Base.Spec.Name ? Base.Spec : Fresh(name));
        return true;
    }

    /// <summary>Starts to edit a revision as it was, whatever is active. False: it is not among those that are kept.</summary>
    public bool Choose(int revision)
    {
        if (_store.History.FirstOrDefault(r => r.Number == revision) is not { } found || SpecDiff.Find(_catalog, found.Spec.Name) is null)
        {
            return false;
        }

        LoadedFrom = found;
        Load(found.Spec);
        return true;
    }

    /// <summary>Gives up the edit and starts again from the active revision.</summary>
    public void Reload()
    {
        (Base, LoadedFrom) = (_store.Current, null);
        Load(Base.Spec);
    }

    /// <summary>Keeps the edit and compares it with the active revision from now on.</summary>
    public void Rebase() => Base = _store.Current;

    /// <summary>Follows the active revision when nothing was edited; what was loaded from another stays, and is compared with it. True when it did.</summary>
    public bool Follow()
    {
        if (!Outdated || Dirty)
        {
            return false;
        }

        if (LoadedFrom is null)
        {
            Reload();
        }
        else
        {
            Rebase();
        }

        return true;
    }

    /// <summary>What is wrong with a field, by its path or the start of it.</summary>
    public string? ErrorOf(string field) => Errors.FirstOrDefault(e => e.Field == field || e.Field.StartsWith(field + ".", StringComparison.Ordinal))?.Message;

    private StrategySpec Fresh(string name) => new()
    {
        Name = name,
        // A composition cannot be empty; the first scorer is a start that can be applied.
        Scorers = name == StrategyNames.Custom ? [new ScorerWeight(_catalog.Scorers[0].Name, 1)] : [],
    };

    private void Load(StrategySpec spec)
    {
        Chosen = SpecDiff.Find(_catalog, spec.Name)!;
        Parameters = [.. Chosen.Parameters.Select(p => new ParameterField(p, SpecDiff.Value(spec, p)))];
        Scorers.Clear();
        Scorers.AddRange((spec.Scorers.IsDefault ? [] : spec.Scorers).Select(s => new ScorerField(s.Scorer, s.Weight)));
        Filters.Clear();
        Filters.AddRange(spec.Filters.IsDefault ? [] : spec.Filters);
        Picker = spec.Picker ?? SpecDiff.DefaultPicker;
    }
}
