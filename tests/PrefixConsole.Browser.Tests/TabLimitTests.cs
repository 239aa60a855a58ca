using System.Diagnostics;
using Microsoft.Playwright;
using PrefixConsole.Browser.Tests.Running;
using static Microsoft.Playwright.Assertions;

namespace PrefixConsole.Browser.Tests;

public sealed class TabLimitTests(ConsoleFixture fixture)
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task OneTabTooMany_SaysSo_AndShowsThePageOnceAnotherIsClosed()
    {
        await using var app = await AppProcess.StartAsync("--Access:ConnectionsPerUser=1");
        await using var browser = await fixture.LaunchAsync();
        await using var context = await browser.NewContextAsync();
        var first = await context.NewPageAsync();
        await first.GotoAsync(app.LoginLink.ToString());
        await first.GetByTestId("active-strategy-chip").WaitForAsync();

        var second = await context.NewPageAsync();
        await second.GotoAsync(app.Console.ToString());
        await Expect(second.GetByTestId("too-many-tabs")).ToContainTextAsync("as one user may have: 1 (Access:ConnectionsPerUser)");
        await Expect(second.GetByTestId("active-strategy-chip")).ToBeHiddenAsync();
        await Accessibility.CheckAsync(second, "too many tabs");

        await first.CloseAsync();
        var clock = Stopwatch.StartNew();
        while (!await IsThereAsync(second))
        {
            Assert.True(clock.Elapsed < s_limit, "the place of the closed tab is not given to the other");
        }
    }

    // The server hears of the closed tab when its socket ends.
    private static async Task<bool> IsThereAsync(IPage page)
    {
        try
        {
            if (await page.GetByTestId("active-strategy-chip").IsVisibleAsync())
            {
                return true;
            }

            await page.GetByTestId("take-place").ClickAsync(new() { Timeout = 2_000 });
            await page.GetByTestId("active-strategy-chip").WaitForAsync(new() { Timeout = 2_000 });
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
