using System.Collections.Immutable;

namespace PrefixConsole.Routing.Workers;

/// <summary>What a worker answers for. Names are compared ordinally, as engines do.</summary>
public sealed record ServedModels(ImmutableArray<string> Models, ImmutableArray<string> Adapters)
{
    public bool Serves(string model) => Has(Models, model) || Has(Adapters, model);

    /// <summary>True when <paramref name="model"/> names a LoRA adapter rather than a base model.</summary>
    public bool IsAdapter(string model) => Adapters.Contains(model) && !Models.Contains(model);

    // Asked of every worker by every decision: a plain loop, without the comparer that ImmutableArray.Contains goes through.
    private static bool Has(ImmutableArray<string> names, string model)
    {
        foreach (var name in names)
        {
            if (name == model)
            {
                return true;
            }
        }

        return false;
    }
}
