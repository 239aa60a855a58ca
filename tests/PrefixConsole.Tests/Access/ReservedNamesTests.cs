using System.Reflection;
using System.Text.RegularExpressions;
using PrefixConsole.Access;
using PrefixConsole.Tests.Architecture;

namespace PrefixConsole.Tests.Access;

/// <summary>Nobody may be called as the program calls itself in the audit log.</summary>
public sealed partial class ReservedNamesTests
{
    /// <summary>Actors that are kept, whatever they are called: a new one fails here until its name is reserved.</summary>
    [Fact]
    public void EveryActorOfTheProgram_HasAReservedName()
    {
        var names = typeof(Actor).Assembly.GetTypes()
            .SelectMany(t => t.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Where(f => f.FieldType == typeof(Actor))
            .Select(f => ((Actor)f.GetValue(null)!).Name)
            .Distinct()
            .ToArray();

        Assert.Superset(new HashSet<string> { "nobody", "auto-revert", "guardrail", "auto-end", "restart" }, names.ToHashSet());
        Assert.All(names, n => Assert.True(ReservedNames.Has(n), $"'{n}' is not reserved"));
    }

    /// <summary>Those that are made on the spot with a name of their own.</summary>
    [Fact]
    public void EveryActorNamedInTheSource_HasAReservedName()
    {
        var names = Directory.EnumerateFiles(Path.Combine(DependencyRulesTests.FindRoot(), "src", "PrefixConsole"), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(f => Named().Matches(File.ReadAllText(f)))
            .Select(m => m.Groups["name"].Value)
            .Distinct()
            .ToArray();

        Assert.Contains("auto-end", names);
        Assert.Contains("guardrail", names);
        Assert.All(names, n => Assert.True(ReservedNames.Has(n), $"'{n}' is not reserved"));
    }

    [GeneratedRegex(@"(?:new Actor\(|Actor \w+(?: \{ get; \})? = new\(|with \{ Name = )""(?<name>[^""]+)""")]
    private static partial Regex Named();
}
