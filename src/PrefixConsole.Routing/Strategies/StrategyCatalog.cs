using System.Collections.Immutable;

namespace PrefixConsole.Routing.Strategies;

/// <summary>All strategies and rules there are, for listing and for checking a spec.</summary>
public sealed class StrategyCatalog
{
    public ImmutableArray<StrategyDescriptor> Strategies => throw new NotImplementedException();

    public ImmutableArray<RuleDescriptor> Filters => throw new NotImplementedException();

    public ImmutableArray<RuleDescriptor> Scorers => throw new NotImplementedException();

    public ImmutableArray<RuleDescriptor> Pickers => throw new NotImplementedException();

    /// <summary>All that is wrong with a spec; empty when it can be applied.</summary>
    public ImmutableArray<SpecError> Validate(StrategySpec spec) => throw new NotImplementedException();
}
