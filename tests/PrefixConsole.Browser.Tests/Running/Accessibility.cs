using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace PrefixConsole.Browser.Tests.Running;

/// <summary>axe's rules for WCAG 2.2 AA on a page as it is.</summary>
internal static class Accessibility
{
    private static readonly AxeRunOptions s_options = new()
    {
        RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] },
    };

    public static async Task CheckAsync(IPage page, string name)
    {
        var result = await page.RunAxe(s_options);
        var serious = result.Violations.Where(v => v.Impact is "serious" or "critical").ToArray();
        Assert.True(serious.Length == 0, $"{name}:\n" + string.Join('\n', serious.Select(v =>
            $"{v.Impact} {v.Id}: {v.Help}\n" + string.Join('\n', v.Nodes.Take(5).Select(n => $"    {n.Html}\n      {n.Any.FirstOrDefault()?.Message ?? n.All.FirstOrDefault()?.Message ?? n.None.FirstOrDefault()?.Message}")))));
    }
}
