using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;
using PrefixConsole.Browser.Tests.Running;
using static Microsoft.Playwright.Assertions;

namespace PrefixConsole.Browser.Tests;

/// <summary>What an operator does, in a real browser against the running app.</summary>
public sealed class OperatorTests(ConsoleFixture fixture)
{
    [Fact]
    public async Task Overview_Opened_ShowsWorkersAndLiveTraffic()
    {
        await using var console = await fixture.OpenAsync("/");

        await Expect(console.Page).ToHaveTitleAsync(new System.Text.RegularExpressions.Regex("PrefixConsole"));
        await Expect(console.Page.GetByText("sim-1").First).ToBeVisibleAsync();
        await Expect(console.Page.GetByText("sim-4").First).ToBeVisibleAsync();
        console.AssertNoErrors();
    }

    [Fact]
    public async Task Strategy_SwitchedInTheBrowserUnderTraffic_LosesNoRequest()
    {
        await using var console = await fixture.OpenAsync("/strategy");
        using var stop = new CancellationTokenSource();
        var traffic = SendAsync(fixture.Gateway, requestsPerSecond: 50, stop.Token);

        foreach (var strategy in (string[])["round-robin", "approximate-tree", "approximate-prefix"])
        {
            await console.ById($"strategy-option-{strategy}").ClickAsync();
            await console.ById("apply-reason").FillAsync("switch under traffic");
            await console.ById("apply-strategy").ClickAsync();
            await console.ById("confirm-apply").ClickAsync();
            await Expect(console.ById("active-strategy")).ToHaveAttributeAsync("data-strategy", strategy);
        }

        await stop.CancelAsync();
        var statuses = await traffic;
        Assert.True(statuses.Count >= 50, $"{statuses.Count} requests were sent");
        Assert.All(statuses, s => Assert.Equal(HttpStatusCode.OK, s));
        console.AssertNoErrors();
    }

    [Fact]
    public async Task Worker_DrilledInto_OpensItsPrefixesLevelByLevel()
    {
        var worker = await ForkPrefixAsync();
        await using var console = await fixture.OpenAsync("/workers");

        await console.Page.GetByRole(AriaRole.Link, new() { Name = worker, Exact = true }).First.ClickAsync();
        await Expect(console.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex($"/workers/{worker}"));
        var rows = console.ById("prefix-row");
        await Expect(rows.First).ToBeVisibleAsync();
        var before = await rows.CountAsync();
        await console.Page.Locator("[data-testid=prefix-toggle][aria-expanded=false]").First.ClickAsync();

        await Expect(console.Page.Locator("[data-testid=prefix-toggle][aria-expanded=true]").First).ToBeVisibleAsync();
        Assert.True(await rows.CountAsync() > before, "opening a prefix shows what follows it");

        // Not just rows that came meanwhile: these stand one level in.
        await Expect(console.Page.Locator("[data-testid=prefix-row] .indent[style='width:16px']")).Not.ToHaveCountAsync(0);
        console.AssertNoErrors();
    }

    [Fact]
    public async Task Decision_Opened_IsExplained()
    {
        await using var console = await fixture.OpenAsync("/decisions");

        // A paused tail does not move under the pointer.
        await Expect(console.ById("decision-row").First).ToBeVisibleAsync();
        await console.ById("pause-decisions").ClickAsync();
        await console.ById("decision-row").First.GetByRole(AriaRole.Link).First.ClickAsync();

        await Expect(console.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/decisions/.+"));
        await Expect(console.ById("score-matrix")).ToContainTextAsync("sim-1");
        await Expect(console.ById("score-matrix")).ToContainTextAsync("queue");
        await Expect(console.ById("decision-headline")).ToContainTextAsync("sim-");
        console.AssertNoErrors();
    }

    /// <summary>
    /// Sends prompts that share a beginning until two went to the same worker, at the latest the one after as many as there are
    /// workers; demo traffic alone may take half a minute to branch on a given worker.
    /// </summary>
    /// <returns>The worker whose tree now has a prefix with more than one thing after it.</returns>
    private async Task<string> ForkPrefixAsync()
    {
        // Long enough to stand among the largest rows whatever the demo traffic left there.
        var system = string.Join(' ', Enumerable.Range(0, 2_000).Select(i => $"rule {i}."));
        var seen = new HashSet<string>();
        while (true)
        {
            using var response = await fixture.Gateway.PostAsJsonAsync("v1/chat/completions", new
            {
                model = "demo-8b",
                max_tokens = 4,
                messages = new[] { new { role = "system", content = system }, new { role = "user", content = $"{seen.Count} is the question" } },
            });
            response.EnsureSuccessStatusCode();
            var id = response.Headers.GetValues("x-prefix-decision-id").Single();
            var decision = await fixture.Api.GetFromJsonAsync<JsonElement>($"api/decisions/{id}");
            var worker = decision.GetProperty("summary").GetProperty("winner").GetString()!;
            if (!seen.Add(worker))
            {
                return worker;
            }
        }
    }

    private static async Task<List<HttpStatusCode>> SendAsync(HttpClient gateway, int requestsPerSecond, CancellationToken stop)
    {
        using var tick = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / requestsPerSecond));
        var sent = new List<Task<HttpStatusCode>>();
        while (!stop.IsCancellationRequested)
        {
            sent.Add(OneAsync(gateway, sent.Count));
            await tick.WaitForNextTickAsync(CancellationToken.None);
        }

        return [.. await Task.WhenAll(sent)];
    }

    private static async Task<HttpStatusCode> OneAsync(HttpClient gateway, int n)
    {
        using var response = await gateway.PostAsJsonAsync("v1/chat/completions", new
        {
            model = "demo-8b",
            max_tokens = 4,
            messages = new[] { new { role = "user", content = $"question {n}" } },
        });
        await response.Content.ReadAsByteArrayAsync();
        return response.StatusCode;
    }
}
