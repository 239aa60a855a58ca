using System.Collections.Immutable;

namespace PrefixConsole.Routing.Strategies;

/// <summary>What the console and the API say of a strategy.</summary>
/// <param name="Name">One of <see cref="StrategyNames"/>.</param>
/// <param name="Title">Display name.</param>
/// <param name="Summary">One sentence: what it does.</param>
/// <param name="Source">Project or paper the rule comes from.</param>
/// <param name="Parameters">Its parameters with defaults and ranges.</param>
public sealed record StrategyDescriptor(
    string Name,
    string Title,
    string Summary,
    string Source,
    ImmutableArray<ParameterDescriptor> Parameters);
