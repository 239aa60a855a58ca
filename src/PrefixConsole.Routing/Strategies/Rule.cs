namespace PrefixConsole.Routing.Strategies;

/// <summary>A filter, scorer or picker that can be composed: how it is listed and how it is made.</summary>
internal sealed record Rule<T>(RuleDescriptor Descriptor, Func<StrategyContext, T> Create);
