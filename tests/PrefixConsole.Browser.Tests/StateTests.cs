using System.Text.RegularExpressions;
using Microsoft.Playwright;
using PrefixConsole.Browser.Tests.Running;
using PrefixConsole.Testing.Backends;
using static Microsoft.Playwright.Assertions;

namespace PrefixConsole.Browser.Tests;

/// <summary>Is a worker hot, cold, dead, draining or not to be trusted, and why: from the start page, in a fleet that has each.</summary>
public sealed class StateTests(ConsoleFixture fixture)
{
    private const string Busy = """
        vllm:num_requests_running 12
        vllm:num_requests_waiting 60
        vllm:kv_cache_usage_perc 0.4
        vllm:cache_config_info{block_size="16",num_gpu_blocks="1000"} 1
        """;

    [Fact]
    public async Task EachState_IsSeenOnTheStartPage_AndItsReasonOneClickAway()
    {
        await using var busy = await FakeWorker.StartAsync();
        busy.Metrics = Busy;
        var nobody = FakeWorker.RefusingAddress();
        await using var app = await AppProcess.StartAsync(
            "--DemoFleet:Enabled=true", "--DemoTraffic:Enabled=false",
            "--Workers:0:Id=busy", $"--Workers:0:Url={busy.Address}",
            "--Workers:1:Id=gone", $"--Workers:1:Url={nobody}");
        await using var browser = await fixture.LaunchAsync();
        await using var context = await browser.NewContextAsync(new() { BaseURL = app.Console.ToString(), StorageState = await ConsoleFixture.LogInAsync(browser, app), ViewportSize = new() { Width = 1280, Height = 720 } });
        context.SetDefaultTimeout(20_000);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/");

        await SeeAsync(page, "busy", "hot", "60 requests wait in its queue");
        await SeeAsync(page, "sim-1", "cold", "of its cache holds prefixes");
        await SeeAsync(page, "gone", "down", "refused");
        await Accessibility.CheckAsync(page, "a dead worker");

        await page.GetByRole(AriaRole.Link, new() { Name = "Overview", Exact = true }).ClickAsync();
        await Card(page, "sim-2").ClickAsync();
        await page.GetByTestId("drain").ClickAsync();
        await Accessibility.CheckAsync(page, "drain, being asked");
        await page.GetByTestId("drain-name").FillAsync("sim-2");
        await page.GetByTestId("drain-confirm").ClickAsync();
        await SeeAsync(page, "sim-2", "draining", "drained by");

        // It goes on serving and reports nothing of it any more.
        await SeeAsync(page, "sim-3", "cold", "of its cache holds prefixes");
        await page.GetByTestId("demo-rate").FillAsync("50");
        await page.GetByTestId("demo-rate").PressAsync("Tab");
        await page.GetByTestId("demo-toggle").ClickAsync();
        await Expect(page.GetByTestId("worker-why")).Not.ToContainTextAsync("of its cache holds", new() { Timeout = 30_000 });
        await page.GetByTestId("fault-stop").ClickAsync();
        await Expect(page.GetByTestId("worker-trust")).ToContainTextAsync("silent", new() { Timeout = 60_000 });
        await page.GetByRole(AriaRole.Link, new() { Name = "Overview", Exact = true }).ClickAsync();
        await Expect(Card(page, "sim-3").GetByTestId("card-trust")).ToContainTextAsync("silent");
        await Expect(Card(page, "sim-3").GetByTestId("card-trust")).ToHaveAttributeAsync("title", new Regex("the connection is lost"));
        await Accessibility.CheckAsync(page, "workers in every state");
    }

    [Fact]
    public async Task WhatFires_IsFoundLookedAtAndSilenced()
    {
        var nobody = FakeWorker.RefusingAddress();
        await using var app = await AppProcess.StartAsync("--DemoFleet:Enabled=true", "--Workers:0:Id=gone", $"--Workers:0:Url={nobody}");
        await using var browser = await fixture.LaunchAsync();
        await using var context = await browser.NewContextAsync(new() { BaseURL = app.Console.ToString(), StorageState = await ConsoleFixture.LogInAsync(browser, app) });
        context.SetDefaultTimeout(20_000);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/");
        await page.GetByTestId("open-alerts").ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "A worker is down", Exact = true }).ClickAsync();
        await page.GetByTestId("alert-for").FillAsync("soon");
        await page.GetByTestId("save-alert").ClickAsync();
        await Expect(page.GetByTestId("alert-for-error")).ToBeVisibleAsync();
        await page.GetByTestId("alert-for").FillAsync("0");
        await page.GetByTestId("save-alert").ClickAsync();

        var row = page.Locator("[data-testid=alert-row][data-rule=worker-down]");
        await Expect(row.GetByTestId("alert-state")).ToContainTextAsync("firing", new() { Timeout = 60_000 });
        await Expect(row).ToContainTextAsync("gone");
        await Accessibility.CheckAsync(page, "a firing alert");
        await page.GetByRole(AriaRole.Link, new() { Name = "Overview", Exact = true }).ClickAsync();
        await Expect(page.GetByTestId("open-alerts")).ToContainTextAsync("A worker is down");
        await page.GetByTestId("open-alerts").ClickAsync();
        await row.GetByTestId("silence").ClickAsync();
        await page.GetByTestId("silence-minutes").FillAsync("forever");
        await page.GetByTestId("silence-reason").FillAsync("it is being replaced");
        await page.GetByTestId("silence-confirm").ClickAsync();
        await Expect(page.GetByTestId("silence-minutes-error")).ToBeVisibleAsync();
        await page.GetByTestId("silence-minutes").FillAsync("60");
        await page.GetByTestId("silence-confirm").ClickAsync();
        await Expect(row.GetByTestId("unsilence")).ToBeVisibleAsync();
        await row.GetByTestId("runbook").ClickAsync();

        await Expect(page.Locator("#alert-worker-down")).ToBeInViewportAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Overview", Exact = true }).ClickAsync();
        await Expect(page.GetByTestId("open-alerts")).Not.ToContainTextAsync("A worker is down");
    }

    /// <summary>From the start page: the word on the worker's card, and the reason on its page.</summary>
    private static async Task SeeAsync(IPage page, string worker, string word, string reason)
    {
        await page.GetByRole(AriaRole.Link, new() { Name = "Overview", Exact = true }).ClickAsync();
        await Expect(Card(page, worker)).ToContainTextAsync(word, new() { Timeout = 30_000 });
        await Card(page, worker).ClickAsync();
        await Expect(page.GetByTestId("worker-why")).ToContainTextAsync(reason);
    }

    private static ILocator Card(IPage page, string worker) => page.GetByTestId("worker-strip").Locator($"a[href='/workers/{worker}']");
}
