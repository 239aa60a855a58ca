using Microsoft.Playwright;
using PrefixConsole.Browser.Tests.Running;
using static Microsoft.Playwright.Assertions;

namespace PrefixConsole.Browser.Tests;

/// <summary>What opens over a page, and the log-in: readable by everyone too, and no wider than the window.</summary>
public sealed class EdgeTests(ConsoleFixture fixture)
{
    [Theory]
    [InlineData("keys", "/", "button[aria-label='Keyboard shortcuts']")]
    [InlineData("views", "/decisions", "[data-testid=saved-views] summary")]
    [InlineData("user", "/", "[data-testid=user-menu] summary")]
    [InlineData("api-call", "/workers", "[data-testid=api-call] summary")]
    [InlineData("columns", "/workers", "[data-testid=worker-columns] summary")]
    [InlineData("add-worker", "/workers", "[data-testid=add-worker]")]
    [InlineData("reset", "/workers/sim-1", "[data-testid=reset]")]
    [InlineData("chart-table", "/", "[data-testid=chart-table] summary")]
    [InlineData("preview", "/strategy?strategy=round-robin", "[data-testid=impact-preview]")]
    [InlineData("range", "/?from=2026-11-26T00:00:00Z&to=2026-11-26T01:00:00Z", "[data-testid=edit-range]")]
    public async Task WhatOpensOverAPage_IsReadableInEachLook(string name, string path, string opener)
    {
        await using var console = await fixture.OpenSharedAsync(path);
        await console.Page.Locator(opener).First.ClickAsync();
        await console.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        await Looks.CheckAsync(console.Page, $"open-{name}");
        console.AssertNoErrors();
    }

    [Fact]
    public async Task Login_IsReadableInEachLook()
    {
        await using var browser = await fixture.LaunchAsync();
        await using var context = await browser.NewContextAsync(new() { BaseURL = fixture.App.Console.ToString() });
        var page = await context.NewPageAsync();
        await page.GotoAsync("/");
        await Expect(page.GetByTestId("login-link-hint")).ToBeVisibleAsync();
        await Looks.CheckAsync(page, "login");
    }
}
