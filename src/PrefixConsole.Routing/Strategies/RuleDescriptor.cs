namespace PrefixConsole.Routing.Strategies;

/// <summary>What the console and the API say of a filter, scorer or picker that a <c>custom</c> strategy can use.</summary>
/// <param name="Name">Stable name.</param>
/// <param name="Summary">One sentence with the formula.</param>
/// <param name="Source">Project or paper the rule comes from.</param>
public sealed record RuleDescriptor(string Name, string Summary, string Source);
