using Microsoft.Playwright;
using PrefixConsole.Browser.Tests.Running;
using static Microsoft.Playwright.Assertions;

namespace PrefixConsole.Browser.Tests;

/// <summary>More of an on-call engineer's ways through the console, each from the start page.</summary>
public sealed class JourneyTests(ConsoleFixture fixture)
{
    [Fact]
    public async Task WhichPrefixesFillAWorker_AndHowHotAreThey()
    {
        await using var console = await fixture.OpenAsync("/");
        await console.ById("worker-strip").GetByRole(AriaRole.Link).First.ClickAsync();
        await Expect(console.ById("prefix-row").First).ToContainTextAsync("/min");

        await GoAsync(console, "Prefixes");
        await console.ById("view-table").ClickAsync();
        await Expect(console.Page.GetByRole(AriaRole.Table)).ToContainTextAsync("/min");
        console.AssertNoErrors();
    }

    [Fact]
    public async Task CanAWorkersReportsBeTrusted_AndWhy()
    {
        await using var console = await fixture.OpenAsync("/");
        await GoAsync(console, "Ingest");
        await console.ById("ingest-pick").First.ClickAsync();

        await Expect(console.ById("ingest-detail")).ToContainTextAsync("since");
        console.AssertNoErrors();
    }

    [Fact]
    public async Task DoExpectationsHold_AndWhereDoTokensGo()
    {
        await using var console = await fixture.OpenAsync("/");
        await GoAsync(console, "Accuracy");

        await Expect(console.Page.Locator("main")).ToContainTextAsync("Where prompt tokens went");
        await Expect(console.Page.Locator("main")).ToContainTextAsync("Delivered");
        console.AssertNoErrors();
    }

    [Fact]
    public async Task WhatWouldARuleHaveDone_IsTriedOnStoredData()
    {
        await using var console = await fixture.OpenAsync("/");
        await GoAsync(console, "Alerts");
        await console.Page.Locator("a[href*='rule=kv-usage']").First.ClickAsync();
        await console.ById("back-test").ClickAsync();

        await Expect(console.ById("back-test-result")).ToContainTextAsync("would have fired");
        console.AssertNoErrors();
    }

    [Fact]
    public async Task Decisions_AreTakenAwayAsCsv()
    {
        await using var console = await fixture.OpenAsync("/");
        await GoAsync(console, "Decisions");
        var download = await console.Page.RunAndWaitForDownloadAsync(() => console.ById("export-csv").ClickAsync());

        using var reader = new StreamReader(await download.CreateReadStreamAsync());
        Assert.StartsWith("sequence,id,at", await reader.ReadLineAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.NotNull(await reader.ReadLineAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>The console stands still as a hung process does: the browser alone can tell how old the page is.</summary>
    [Fact]
    public async Task NoNewsFromTheConsole_SaysHowOldThePageIs()
    {
        await using var app = await AppProcess.StartAsync();
        await using var browser = await fixture.LaunchAsync();
        await using var context = await browser.NewContextAsync(new() { StorageState = await ConsoleFixture.LogInAsync(browser, app) });
        var page = await context.NewPageAsync();
        await page.GotoAsync(app.Console.ToString());
        await page.GetByTestId("worker-strip").WaitForAsync();

        await app.SignalAsync("STOP");
        await Expect(page.Locator("#overdue")).ToContainTextAsync("s old, from", new() { Timeout = 30_000 });
        await Accessibility.CheckAsync(page, "no news");
        await app.SignalAsync("CONT");

        await Expect(page.Locator("#overdue")).ToBeHiddenAsync(new() { Timeout = 30_000 });
    }

    private static async Task GoAsync(ConsolePage console, string page)
    {
        await console.Page.GetByRole(AriaRole.Link, new() { Name = page, Exact = true }).ClickAsync();

        // Until the start page has gone, what is sought next may be found there.
        await Expect(console.Page).ToHaveTitleAsync($"{page} · PrefixConsole");
    }
}
