using System.Collections.Immutable;

namespace PrefixConsole.Routing.Strategies;

/// <summary>All strategies and rules there are, for listing and for checking a spec.</summary>
public sealed class StrategyCatalog
{
    private static readonly ImmutableArray<IStrategy> s_strategies =
    [
        new RandomStrategy(),
        new RoundRobinStrategy(),
        new LeastLoadedStrategy(),
        new PowerOfTwoStrategy(),
        new SessionAffinityStrategy(),
        new ConsistentHashStrategy(),
        new ApproximateTreeStrategy(),
        new ApproximatePrefixStrategy(),
        new PrecisePrefixStrategy(),
        new DynamoCostStrategy(),
        new KvEventsLongestStrategy(),
        new CustomStrategy(),
    ];

    public ImmutableArray<StrategyDescriptor> Strategies { get; } = [.. s_strategies.Select(strategy => strategy.Descriptor)];

    public ImmutableArray<RuleDescriptor> Filters { get; } = [.. BuiltInRules.Filters.Select(rule => rule.Descriptor)];

    public ImmutableArray<RuleDescriptor> Scorers { get; } = [.. BuiltInRules.Scorers.Select(rule => rule.Descriptor)];

    public ImmutableArray<RuleDescriptor> Pickers { get; } = [.. BuiltInRules.Pickers.Select(rule => rule.Descriptor)];

    /// <summary>All that is wrong with a spec; empty when it can be applied.</summary>
    public ImmutableArray<SpecError> Validate(StrategySpec spec)
    {
        if (Find(spec.Name) is not { } strategy)
        {
            return [new SpecError("name", $"unknown strategy; known: {string.Join(", ", Strategies.Select(known => known.Name))}")];
        }

        var errors = ImmutableArray.CreateBuilder<SpecError>();
        ValidateParameters(strategy.Descriptor, spec, errors);
        var valid = errors.Count == 0;
        if (!strategy.Composed)
        {
            RefuseComposition(spec, errors);
        }

        // A composition has no parameters its checks could trip over.
        if (valid || strategy.Composed)
        {
            strategy.Validate(spec, new StrategyParameters(strategy.Descriptor, spec), errors);
        }

        return errors.ToImmutable();
    }

    /// <summary>Builds a spec that <see cref="Validate"/> found nothing wrong with.</summary>
    internal StrategyPipeline Compile(StrategySpec spec, StrategyContext context)
    {
        var strategy = Find(spec.Name)!;
        return strategy.Build(spec, new StrategyParameters(strategy.Descriptor, spec), context);
    }

    private static void ValidateParameters(StrategyDescriptor descriptor, StrategySpec spec, ImmutableArray<SpecError>.Builder errors)
    {
        foreach (var (name, value) in spec.Parameters ?? ImmutableSortedDictionary<string, ParameterValue>.Empty)
        {
            var parameter = descriptor.Parameters.FirstOrDefault(known => known.Name == name);
            var reason = parameter is not null ? parameter.Check(value)
                : descriptor.Parameters.IsEmpty ? $"unknown parameter; {descriptor.Name} has none"
                : $"unknown parameter; known: {string.Join(", ", descriptor.Parameters.Select(known => known.Name))}";
            if (reason is not null)
            {
                errors.Add(new SpecError($"parameters.{name}", reason));
            }
        }
    }

    private static void RefuseComposition(StrategySpec spec, ImmutableArray<SpecError>.Builder errors)
    {
        const string OnlyCustom = $"only strategy {StrategyNames.Custom} can be composed";
        if (!spec.Filters.IsDefaultOrEmpty)
        {
            errors.Add(new SpecError("filters", OnlyCustom));
        }

        if (!spec.Scorers.IsDefaultOrEmpty)
        {
            errors.Add(new SpecError("scorers", OnlyCustom));
        }

        if (spec.Picker is not null)
        {
            errors.Add(new SpecError("picker", OnlyCustom));
        }
    }

    private static IStrategy? Find(string? name) => s_strategies.FirstOrDefault(strategy => strategy.Descriptor.Name == name);
}
