using Microsoft.Playwright;
using PrefixConsole.Browser.Tests.Running;
using static Microsoft.Playwright.Assertions;

namespace PrefixConsole.Browser.Tests;

/// <summary>A strategy tried on a share under traffic, guarded, and promoted; and one planned in the browser's own time zone.</summary>
public sealed class TrialTests(ConsoleFixture fixture)
{
    [Fact]
    public async Task Trial_IsComparedUnderTraffic_Changed_AndPromoted()
    {
        await using var app = await AppProcess.StartAsync("--DemoTraffic:RequestsPerSecond=20");
        await using var browser = await fixture.LaunchAsync();
        var page = await OpenAsync(browser, app, "Europe/Berlin");
        await page.GotoAsync(new Uri(app.Console, "strategy?strategy=least-loaded").ToString());
        await page.GetByTestId("apply-to").SelectOptionAsync("share");
        await page.GetByTestId("trial-share").FillAsync("50");
        await page.GetByTestId("guard-errors").CheckAsync();
        await page.GetByTestId("apply-strategy").ClickAsync();
        await Expect(page.GetByTestId("apply-reason-error")).ToContainTextAsync("say why");
        await page.GetByTestId("apply-reason").FillAsync("is load enough?");
        await page.GetByTestId("apply-strategy").ClickAsync();
        await page.GetByTestId("confirm-apply").ClickAsync();

        await Expect(page.GetByTestId("trial-chip")).ToContainTextAsync("50 % rev 2");
        // Both sides decide, each enough to be compared.
        await Expect(page.GetByTestId("trial-sides")).Not.ToContainTextAsync("too few", new() { Timeout = 90_000 });
        // A message that fades is pale.
        await Expect(page.Locator(".mud-snackbar")).ToHaveCountAsync(0);
        await Accessibility.CheckAsync(page, "strategy with a trial");

        await page.GetByTestId("share-input").FillAsync("80");
        await page.GetByTestId("change-share").ClickAsync();
        await Expect(page.GetByTestId("trial-chip")).ToContainTextAsync("80 % rev 2");
        await page.GetByTestId("promote-trial").ClickAsync();
        await page.GetByTestId("trial-reason").FillAsync("it was");
        await page.GetByTestId("trial-do").ClickAsync();
        await Expect(page.GetByTestId("active-strategy")).ToHaveAttributeAsync("data-revision", "2");
        await Expect(page.GetByTestId("active-strategy")).ToHaveAttributeAsync("data-strategy", "least-loaded");

        await page.GotoAsync(new Uri(app.Console, "changes").ToString());
        await Expect(page.GetByTestId("ended-trial")).ToContainTextAsync("promoted");
    }

    [Fact]
    public async Task Planned_InTheZoneOfTheBrowser_IsListedAndCancelled()
    {
        await using var app = await AppProcess.StartAsync("--DemoTraffic:RequestsPerSecond=2");
        await using var browser = await fixture.LaunchAsync();
        var page = await OpenAsync(browser, app, "Asia/Tokyo");
        var local = DateTimeOffset.UtcNow.AddDays(2).ToOffset(TimeSpan.FromHours(9));
        await page.GotoAsync(new Uri(app.Console, "strategy?strategy=random").ToString());
        await page.GetByTestId("apply-when").SelectOptionAsync("later");
        await Expect(page.GetByText("Time (Asia/Tokyo)")).ToBeVisibleAsync();
        await page.GetByTestId("apply-at").FillAsync($"{local:yyyy-MM-dd'T'HH:mm}");
        await Expect(page.GetByTestId("apply-at-utc")).ToContainTextAsync($"{local.UtcDateTime:yyyy-MM-dd HH:mm}");
        await page.GetByTestId("apply-reason").FillAsync("for the night");
        await page.GetByTestId("apply-strategy").ClickAsync();
        await page.GetByTestId("confirm-apply").ClickAsync();

        await page.GotoAsync(new Uri(app.Console, "changes").ToString());
        await Expect(page.GetByTestId("planned-change")).ToContainTextAsync("for the night");
        await Accessibility.CheckAsync(page, "changes with a plan");

        await page.GetByTestId("cancel-planned").ClickAsync();
        await Expect(page.GetByTestId("schedule-note")).ToContainTextAsync("was cancelled");
        await Expect(page.GetByTestId("planned-change")).ToHaveCountAsync(0);
    }

    private static async Task<IPage> OpenAsync(IBrowser browser, AppProcess app, string zone)
    {
        var session = await ConsoleFixture.LogInAsync(browser, app);
        var context = await browser.NewContextAsync(new() { StorageState = session, TimezoneId = zone, ViewportSize = new() { Width = 1280, Height = 900 } });
        return await context.NewPageAsync();
    }
}
