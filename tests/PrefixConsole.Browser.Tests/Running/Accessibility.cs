using System.Text;
using System.Text.Json;
using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace PrefixConsole.Browser.Tests.Running;

/// <summary>axe's rules for WCAG 2.2 AA on a page as it is.</summary>
/// <remarks>
/// axe runs in the page, which tells its violations alone: the package's own call opens a second page to gather every element that passed,
/// which takes most of the time.
/// </remarks>
internal static class Accessibility
{
    private const string Run = """
        async ([only, without]) => JSON.stringify((await axe.run(document, {
          resultTypes: ['violations'],
          runOnly: only ? { type: 'rule', values: [only] } : { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] },
          rules: without ? { [without]: { enabled: false } } : {}
        })).violations)
        """;

    private static readonly string s_script = new BundledAxeScriptProvider().GetScript();

    /// <param name="page">The page as it is.</param>
    /// <param name="name">What to call it.</param>
    /// <param name="only">The one rule to look at; null for all.</param>
    /// <param name="without">A rule to leave out; null for none.</param>
    public static async Task CheckAsync(IPage page, string name, string? only = null, string? without = null)
    {
        await page.EvaluateAsync(s_script);
        using var violations = JsonDocument.Parse(await page.EvaluateAsync<string>(Run, new[] { only, without }));
        var told = new StringBuilder();
        foreach (var violation in violations.RootElement.EnumerateArray())
        {
            if (violation.GetProperty("impact").GetString() is "serious" or "critical")
            {
                told.AppendLine($"{violation.GetProperty("id")}: {violation.GetProperty("help")}");
                foreach (var node in violation.GetProperty("nodes").EnumerateArray().Take(5))
                {
                    told.AppendLine($"    {node.GetProperty("html")}\n      {node.GetProperty("failureSummary")}");
                }
            }
        }

        Assert.True(told.Length == 0, $"{name}:\n{told}");
    }
}
