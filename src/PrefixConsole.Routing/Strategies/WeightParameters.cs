namespace PrefixConsole.Routing.Strategies;

/// <summary>Weights of scorers as parameters of a strategy.</summary>
internal static class WeightParameters
{
    public static ParameterDescriptor Of(string name, string summary, double value) => new()
    {
        Name = name,
        Summary = summary,
        Default = value,
        Minimum = 0,
        Maximum = ScorerWeight.MaxWeight,
    };

    /// <summary>Weights that are all 0 decide nothing.</summary>
    public static void RequireOne(StrategyParameters parameters, ICollection<SpecError> errors, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (parameters.Number(name) > 0)
            {
                return;
            }
        }

        errors.Add(new SpecError("parameters", "at least one weight must be above 0"));
    }
}
