using System.Text.Json;
using Microsoft.Playwright;
using PrefixConsole.Browser.Tests.Running;
using static Microsoft.Playwright.Assertions;

namespace PrefixConsole.Browser.Tests;

/// <summary>Every page in light, dark and narrow: no script error, nothing wider than the window. Pictures on request.</summary>
public sealed class PageTests(ConsoleFixture fixture)
{
    public static TheoryData<string, string> Pages => new()
    {
        { "overview", "/" },
        { "workers", "/workers" },
        { "workers-add", "/workers?add=1" },
        { "worker", "/workers/sim-1" },
        { "worker-1h", "/workers/sim-1?range=1h" },
        { "worker-unknown", "/workers/nobody" },
        { "ingest", "/ingest" },
        { "ingest-feed", "/ingest?feed=sim-2/0&sort=events" },
        { "prefixes", "/prefixes" },
        { "prefixes-ab", "/prefixes?lens=ab" },
        { "prefixes-duplicates", "/prefixes?lens=duplicates" },
        { "prefixes-cold", "/prefixes?lens=cold&idle=0" },
        { "label-rules", "/prefixes/rules" },
        { "decisions", "/decisions" },
        { "decision", "/decisions/{latest}" },
        { "decision-unknown", "/decisions/nothing" },
        { "accuracy", "/accuracy" },
        { "accuracy-tenant", "/accuracy?by=tenant&window=all&sort=-mae" },
        { "accuracy-1h", "/accuracy?range=1h" },
        { "strategy", "/strategy" },
        { "strategy-custom", "/strategy?strategy=custom" },
        { "overview-1h", "/?range=1h" },
        { "decisions-stored", "/decisions?range=1h" },
        { "changes", "/changes" },
        { "change", "/changes?rev=1" },
        { "change-unknown", "/changes?rev=9999" },
        { "alerts", "/alerts" },
        { "alert", "/alerts?rule=kv-usage" },
        { "alerts-1h", "/alerts?range=1h" },
        { "audit", "/audit" },
        { "audit-1h", "/audit?range=1h" },
        { "settings", "/settings" },
        { "help", "/help" },
        { "try", "/try" },
        { "try-request", "/try?mode=request" },
        { "try-prefix", "/try?mode=prefix" },
        { "api-docs", "/api-docs" },
    };

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Page_InEachLook_HasNoErrorAndFitsTheWindow(string name, string path)
    {
        path = path.Replace("{latest}", await LatestDecisionAsync(), StringComparison.Ordinal);
        var console = await fixture.VisitAsync(path);
        await Looks.CheckAsync(console.Page, name);
        console.AssertNoErrors();
    }

    /// <summary>That the check of the pages can fail.</summary>
    [Fact]
    public async Task Accessibility_PaleText_IsTold()
    {
        await using var console = await fixture.OpenAsync("/help");
        await console.ById("guide").EvaluateAsync("guide => guide.innerHTML = '<p style=\"color:#ddd;background:#fff\">pale</p>'");

        var failure = await Assert.ThrowsAnyAsync<Exception>(() => Accessibility.CheckAsync(console.Page, "help"));

        Assert.Contains("color-contrast", failure.Message, StringComparison.Ordinal);
    }

    /// <summary>The library draws in steps. What is left between two of them is no fault; anything else that breaks is one.</summary>
    [Fact]
    public async Task Chart_ThatIsLeftWhileItIsDrawn_IsNoError()
    {
        await using var console = await fixture.OpenAsync("/");
        await console.Page.WaitForFunctionAsync("() => window.Plotly");

        await DrawAsync("Plotly.purge(chart)");
        await DrawAsync("chart.remove(); Plotly.purge(chart)");
        await DrawAsync("Plotly.purge(chart); Plotly.newPlot(chart, [{ y: [2, 1] }])");
        var broken = await Assert.ThrowsAsync<PlaywrightException>(() => DrawAsync("delete chart._fullLayout"));

        Assert.Contains("_redrawFromAutoMarginCount", broken.Message, StringComparison.Ordinal);
        console.AssertNoErrors();

        Task DrawAsync(string meanwhile) => console.Page.EvaluateAsync($$"""
            async () => {
              const chart = document.body.appendChild(document.createElement('div'));
              const drawn = Plotly.newPlot(chart, [{ y: [1, 2] }]);
              {{meanwhile}};
              await drawn;
            }
            """);
    }

    /// <summary>What is left of the old map, what came, and the order they stand in; a map that is not there is told.</summary>
    [Fact]
    public async Task PrefixMap_Patched_IsDrawnAsIfSentWhole()
    {
        await using var console = await fixture.OpenAsync("/");
        await console.Page.WaitForFunctionAsync("() => window.Plotly");

        var drawn = await console.Page.EvaluateAsync<string>("""
            async () => {
              const chart = document.body.appendChild(document.createElement('div'));
              chart.id = 'patched';
              const map = parts => ({ type: 'icicle', branchvalues: 'total', textinfo: 'label', sort: false, ...parts });
              await Plotly.newPlot(chart, [map({ ids: ['w', 'a', 'b'], parents: ['', 'w', 'w'], labels: ['W', 'A', 'B'], values: [10, 6, 4], text: ['', '', ''], marker: { colors: ['#111', '#222', '#333'] } })]);
              const done = await prefixMap.patch('patched', [0, 2, ['c', 'w', 'C', 5, 'new', '#444']], '#fff');
              const refused = await prefixMap.patch('patched', [7], '#fff');
              const absent = await prefixMap.patch('nowhere', [0], '#fff');
              const { ids, parents, labels, values, text, marker, type } = chart.data[0];
              const shown = [...chart.querySelectorAll('.slice text')].map(t => t.textContent).join('');
              Plotly.purge(chart);
              chart.remove();
              return JSON.stringify([type, ids, parents, labels, values, text, marker.colors, shown, done, refused, absent]);
            }
            """);

        Assert.Equal(
            """["icicle",["w","b","c"],["","w","w"],["W","B","C"],[10,4,5],["","","new"],["#111","#333","#444"],"WBC",true,false,false]""",
            drawn);
        console.AssertNoErrors();
    }

    /// <summary>The library is large and slow to take in; the map is there before it, and is the library's once it has come.</summary>
    [Fact]
    public async Task PrefixMap_StandsThere_BeforeTheLibraryHasCome()
    {
        await using var console = await fixture.OpenAsync("/help");
        await LatestDecisionAsync();
        var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await console.Page.RouteAsync("**/plotly-3*.js", async route =>
        {
            await held.Task;
            await route.ContinueAsync();
        });

        await console.Page.GotoAsync("/prefixes");

        var sketch = console.ById("map-sketch");
        await Expect(sketch.GetByText("Fleet")).ToBeVisibleAsync();
        var box = await sketch.Locator("i").Nth(1).BoundingBoxAsync();
        Assert.True(box is { Width: > 1, Height: > 20 }, $"the first box is {box?.Width} x {box?.Height}");
        held.SetResult();
        await Expect(console.Page.Locator(".js-plotly-plot .slice").First).ToBeVisibleAsync();
        await Expect(sketch).ToBeHiddenAsync();
        await console.VisitAsync("/help");
        await console.VisitAsync("/prefixes");
        await Expect(console.Page.Locator(".js-plotly-plot .slice").First).ToBeVisibleAsync();
        await Expect(sketch).ToHaveCountAsync(0);
        console.AssertNoErrors();
    }

    [Fact]
    public async Task App_StoppedWithAnOpenPage_ExitsCleanlyAndSoon()
    {
        await using var app = await AppProcess.StartAsync();
        await using var browser = await fixture.LaunchAsync();
        var page = await browser.NewPageAsync();
        await page.GotoAsync(app.LoginLink.ToString());
        await page.GotoAsync(new Uri(app.Console, "decisions").ToString());
        await page.GetByTestId("decision-row").First.WaitForAsync();

        var (code, took) = await app.StopAsync();

        Assert.True(code == 0, $"exit code {code}:\n{app.Output}");
        Assert.True(took < TimeSpan.FromSeconds(9), $"stopping took {took.TotalSeconds:F1} s");
    }

    private async Task<string> LatestDecisionAsync()
    {
        for (var attempt = 0; attempt < 100; attempt++)
        {
            using var answer = JsonDocument.Parse(await fixture.Api.GetStringAsync("api/decisions?limit=20"));
            foreach (var decision in answer.RootElement.GetProperty("items").EnumerateArray())
            {
                if (decision.TryGetProperty("outcome", out var outcome) && outcome.ValueKind == JsonValueKind.Object)
                {
                    return decision.GetProperty("id").GetString()!;
                }
            }

            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        throw new InvalidOperationException("no finished decision within 10 s");
    }
}
