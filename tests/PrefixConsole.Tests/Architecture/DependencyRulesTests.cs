using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace PrefixConsole.Tests.Architecture;

/// <summary>The arrows of the architecture, checked on the sources: project references, and namespaces within a project.</summary>
public sealed class DependencyRulesTests
{
    private static readonly string s_root = FindRoot();

    public static TheoryData<string, string[]> ProjectArrows => new()
    {
        { "PrefixConsole.Routing", [] },
        { "PrefixConsole.Gateway", ["PrefixConsole.Routing"] },
        { "PrefixConsole.Simulation", ["PrefixConsole.Routing"] },
        { "PrefixConsole.Storage", ["PrefixConsole.Gateway", "PrefixConsole.Routing"] },
        { "PrefixConsole", ["PrefixConsole.Gateway", "PrefixConsole.Routing", "PrefixConsole.Simulation", "PrefixConsole.Storage"] },
    };

    public static TheoryData<string, string> NamespaceArrows => new()
    {
        { "PrefixConsole.Routing", @"Microsoft\.AspNetCore|Microsoft\.Extensions" },
        { "PrefixConsole.Routing/Filters", @"PrefixConsole\.Routing\.(PrefixIndex|Scorers|Pickers)" },
        { "PrefixConsole.Routing/Scorers", @"PrefixConsole\.Routing\.(PrefixIndex|Filters|Pickers)" },
        { "PrefixConsole.Routing/Pickers", @"PrefixConsole\.Routing\.(PrefixIndex|Filters|Scorers)" },
        { "PrefixConsole.Routing/PrefixIndex", @"PrefixConsole\.Routing\.(Scheduling|Strategies|Filters|Scorers|Pickers)" },
        { "PrefixConsole.Routing/Prefixes", @"PrefixConsole\.Routing\.(?!Prefixes)" },
        { "PrefixConsole.Routing/Workers", @"PrefixConsole\.Routing\.(?!Workers)" },
        { "PrefixConsole.Simulation", @"PrefixConsole\.Gateway|PrefixConsole\.Routing\.(?!Prefixes|KvEvents)" },
        { "PrefixConsole.Gateway", @"PrefixConsole\.Simulation|Microsoft\.AspNetCore\.Components|MudBlazor" },
        { "PrefixConsole.Storage", @"PrefixConsole\.Simulation|PrefixConsole\.Gateway\.(Forwarding|Requests|Health|KvEvents)|Microsoft\.AspNetCore\.Components|MudBlazor" },
        { "PrefixConsole/Components", @"PrefixConsole\.Gateway\.(Forwarding|Requests|Health)" },
    };

    [Theory]
    [MemberData(nameof(ProjectArrows))]
    public void ProjectReferences_OfEachProject_AreThoseOfTheArchitecture(string project, string[] allowed)
    {
        var file = XDocument.Load(Path.Combine(s_root, "src", project, project + ".csproj"));
        var references = file.Descendants("ProjectReference")
            .Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value))
            .Order(StringComparer.Ordinal);

        Assert.Equal(allowed, references);
    }

    [Theory]
    [MemberData(nameof(NamespaceArrows))]
    public void Sources_OfAFolder_DoNotNameForbiddenNamespaces(string folder, string forbidden)
    {
        var files = Directory.EnumerateFiles(Path.Combine(s_root, "src", folder), "*.*", SearchOption.AllDirectories)
            .Where(f => f.EndsWith(".cs", StringComparison.Ordinal) || f.EndsWith(".razor", StringComparison.Ordinal))
            .Where(f => !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/bin/", StringComparison.Ordinal))
            .ToList();
        var named = new Regex($@"^\s*(?:@?using\s+(?:static\s+)?)(?:{forbidden})|[^\w.""/](?:{forbidden})[.\w]*\s*[.(]", RegexOptions.Multiline);

        var offenders = files.Where(f => named.IsMatch(WithoutComments(File.ReadAllText(f)))).Select(f => Path.GetRelativePath(s_root, f));

        Assert.NotEmpty(files);
        Assert.Empty(offenders);
    }

    private static string WithoutComments(string source) => Regex.Replace(source, @"//[^\n]*", "");

    /// <summary>Of the repository.</summary>
    internal static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "PrefixConsole.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("PrefixConsole.sln not found above the tests");
    }
}
