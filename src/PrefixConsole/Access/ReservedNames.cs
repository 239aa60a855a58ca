using PrefixConsole.Operations;
using PrefixConsole.Routing.Strategies;
using PrefixConsole.Storage.Revisions;

namespace PrefixConsole.Access;

/// <summary>Names that the audit log uses for the program itself and for those without a name of their own.</summary>
internal static class ReservedNames
{
    private static readonly HashSet<string> s_all = new(
        ["auto-end", StrategyChanges.ClockName, StrategyStore.ConfigurationName, StrategyChanges.GuardName, "local", "nobody", "restart", StrategyKeeper.Name], StringComparer.OrdinalIgnoreCase);

    public static string Message { get; } = $"must not be one of {string.Join(", ", s_all)}, which the audit log uses itself";

    public static bool Has(string name) => s_all.Contains(name.Trim());
}
