namespace PrefixConsole.Simulation.Hosting;

/// <summary>Model names that a worker answers to.</summary>
internal sealed class ServedNames(string model, IReadOnlyList<string> adapters)
{
    public string Base => model;

    public IReadOnlyList<string> Adapters => adapters;

    public bool TryResolve(string name, out string adapter)
    {
        adapter = name == model ? "" : name;
        return name == model || adapters.Contains(name);
    }
}
