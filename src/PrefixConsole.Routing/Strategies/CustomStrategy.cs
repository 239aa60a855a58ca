using System.Collections.Immutable;
using PrefixConsole.Routing.Pickers;
using PrefixConsole.Routing.Scheduling;
using PrefixConsole.Routing.Scheduling.State;
using PrefixConsole.Routing.Scorers;

namespace PrefixConsole.Routing.Strategies;

/// <summary>Filters, weighted scorers and a picker that the operator composes from <see cref="BuiltInRules"/>.</summary>
internal sealed class CustomStrategy : IStrategy
{
    public StrategyDescriptor Descriptor { get; } = new(
        StrategyNames.Custom,
        "Custom",
        "Filters, weighted scorers and a picker of your choice.",
        "composed by the operator",
        []);

    public bool Composed => true;

    public void Validate(StrategySpec spec, StrategyParameters parameters, ICollection<SpecError> errors)
    {
        ValidateFilters(spec.Filters.IsDefault ? [] : spec.Filters, errors);
        ValidateScorers(spec.Scorers.IsDefault ? [] : spec.Scorers, errors);
        if (spec.Picker is not null && Find(BuiltInRules.Pickers, spec.Picker) is null)
        {
            errors.Add(new SpecError("picker", Unknown("picker", BuiltInRules.Pickers)));
        }
    }

    public StrategyPipeline Build(StrategySpec spec, StrategyParameters parameters, StrategyContext context)
    {
        var filters = ImmutableArray.CreateBuilder<IWorkerFilter>();
        foreach (var name in spec.Filters.IsDefault ? [] : spec.Filters)
        {
            filters.Add(Find(BuiltInRules.Filters, name)!.Create(context));
        }

        var scorers = ImmutableArray.CreateBuilder<(IWorkerScorer, float)>();
        var observers = ImmutableArray.CreateBuilder<IServedObserver>();
        foreach (var (name, weight) in spec.Scorers)
        {
            scorers.Add((Find(BuiltInRules.Scorers, name)!.Create(context), (float)weight));
            if (name == ScorerNames.NoHitLru)
            {
                observers.Add(context.ColdStarts);
            }
            else if (name == ScorerNames.Session)
            {
                observers.Add(new SessionBinder(context.Sessions, SessionTable.DefaultIdle, SessionTable.DefaultMaxSessions));
            }
        }

        var picker = Find(BuiltInRules.Pickers, spec.Picker ?? PickerNames.MaxScore)!.Create(context);
        return new StrategyPipeline(filters.ToImmutable(), scorers.ToImmutable(), picker, observers.ToImmutable());
    }

    private static void ValidateFilters(ImmutableArray<string> filters, ICollection<SpecError> errors)
    {
        for (var i = 0; i < filters.Length; i++)
        {
            if (Find(BuiltInRules.Filters, filters[i]) is null)
            {
                errors.Add(new SpecError($"filters[{i}]", Unknown("filter", BuiltInRules.Filters)));
            }
            else if (filters.IndexOf(filters[i]) < i)
            {
                errors.Add(new SpecError($"filters[{i}]", $"{filters[i]} is listed twice"));
            }
        }
    }

    private static void ValidateScorers(ImmutableArray<ScorerWeight> scorers, ICollection<SpecError> errors)
    {
        var effective = false;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < scorers.Length; i++)
        {
            if (scorers[i] is not { } scorer)
            {
                errors.Add(new SpecError($"scorers[{i}]", "must not be null"));
                continue;
            }

            if (Find(BuiltInRules.Scorers, scorer.Scorer) is null)
            {
                errors.Add(new SpecError($"scorers[{i}].scorer", Unknown("scorer", BuiltInRules.Scorers)));
            }
            else if (!seen.Add(scorer.Scorer))
            {
                errors.Add(new SpecError($"scorers[{i}].scorer", $"{scorer.Scorer} is listed twice"));
            }

            // The negation also refuses NaN.
            if (!(scorer.Weight >= 0 && scorer.Weight <= ScorerWeight.MaxWeight))
            {
                errors.Add(new SpecError($"scorers[{i}].weight", FormattableString.Invariant($"must be between 0 and {ScorerWeight.MaxWeight}")));
            }

            effective |= scorer.Weight > 0;
        }

        if (!effective)
        {
            errors.Add(new SpecError("scorers", "at least one scorer with a weight above 0 is needed"));
        }
    }

    private static Rule<T>? Find<T>(ImmutableArray<Rule<T>> rules, string? name)
    {
        foreach (var rule in rules)
        {
            if (rule.Descriptor.Name == name)
            {
                return rule;
            }
        }

        return null;
    }

    private static string Unknown<T>(string kind, ImmutableArray<Rule<T>> rules) =>
        $"unknown {kind}; known: {string.Join(", ", rules.Select(rule => rule.Descriptor.Name))}";
}
