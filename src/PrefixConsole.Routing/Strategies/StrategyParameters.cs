namespace PrefixConsole.Routing.Strategies;

/// <summary>A spec's parameters with the defaults filled in. Only for names the descriptor lists and values it accepts.</summary>
internal readonly struct StrategyParameters(StrategyDescriptor descriptor, StrategySpec spec)
{
    public double Number(string name) => Value(name).Number!.Value;

    public int Whole(string name) => (int)Number(name);

    public string Word(string name) => Value(name).Text!;

    private ParameterValue Value(string name)
    {
        if (spec.Parameters is { } given && given.TryGetValue(name, out var value))
        {
            return value;
        }

        foreach (var parameter in descriptor.Parameters)
        {
            if (parameter.Name == name)
            {
                return parameter.Default;
            }
        }

        throw new ArgumentException($"{descriptor.Name} has no parameter {name}", nameof(name));
    }
}
