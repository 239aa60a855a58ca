using System.Collections.Immutable;

namespace PrefixConsole.Routing.Workers;

/// <summary>What a worker answers for. Names are compared ordinally, as engines do.</summary>
public sealed record ServedModels(ImmutableArray<string> Models, ImmutableArray<string> Adapters)
{
    public bool Serves(string model) => Models.Contains(model) || Adapters.Contains(model);

    /// <summary>True when <paramref name="model"/> names a LoRA adapter rather than a base model.</summary>
    public bool IsAdapter(string model) => Adapters.Contains(model) && !Models.Contains(model);
}
