using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using PrefixConsole.Browser.Tests.Running;
using static Microsoft.Playwright.Assertions;

namespace PrefixConsole.Browser.Tests;

/// <summary>The questions an on-call engineer has, each answered from the start page in a real browser.</summary>
public sealed class QuestionTests(ConsoleFixture fixture)
{
    [Fact]
    public async Task WhyDidThisRequestGoThere_ByItsId()
    {
        using var answer = await fixture.Gateway.PostAsJsonAsync("v1/chat/completions", new { model = "demo-8b", max_tokens = 4, messages = new[] { new { role = "user", content = "why there" } } }, TestContext.Current.CancellationToken);
        var id = answer.Headers.GetValues("x-prefix-decision-id").Single();
        await using var console = await fixture.OpenAsync("/");
        await console.ById("active-strategy-chip").WaitForAsync();

        await console.ById("search-input").FillAsync(id);
        await Expect(console.ById("search-hit").First).ToContainTextAsync(id);
        await console.Page.Keyboard.PressAsync("Enter");

        await Expect(console.ById("decision-id")).ToHaveTextAsync(id);
        await Expect(console.ById("flip")).ToBeVisibleAsync();
        await Expect(console.ById("rerun")).ToContainTextAsync("The active revision");
        await Expect(console.ById("attempts")).ToContainTextAsync("decision 1");
        await Expect(console.ById("knowledge-row")).ToHaveCountAsync(4);
        console.AssertNoErrors();
    }

    [Fact]
    public async Task WhatChangedWhoDidItDidItHelp_AndPutItBack()
    {
        await using var console = await fixture.OpenAsync("/strategy?strategy=least-loaded");
        await console.ById("impact-preview").ClickAsync();
        await Expect(console.ById("impact-elsewhere")).ToContainTextAsync("decisions");
        await console.ById("apply-reason").FillAsync("is load enough?");
        await console.ById("apply-strategy").ClickAsync();
        await console.ById("confirm-apply").ClickAsync();
        await Expect(console.ById("active-strategy")).ToHaveAttributeAsync("data-strategy", "least-loaded");

        await console.Page.GetByRole(AriaRole.Link, new() { Name = "Changes", Exact = true }).ClickAsync();
        var row = console.ById("change-row").First;
        await Expect(row).ToContainTextAsync("is load enough?");
        await Expect(row).ToContainTextAsync("local");
        await row.GetByRole(AriaRole.Link).First.ClickAsync();
        await Expect(console.ById("change-diff")).ToContainTextAsync("Least loaded");

        await console.ById("change-row").Nth(1).GetByRole(AriaRole.Button).ClickAsync();
        await console.ById("return-reason").FillAsync("it was better before");
        await console.ById("confirm-return").ClickAsync();
        await Expect(console.ById("active-strategy-chip")).Not.ToContainTextAsync("least-loaded");
        await console.Page.GetByRole(AriaRole.Link, new() { Name = "Audit", Exact = true }).ClickAsync();
        await Expect(console.ById("audit-row").First).ToContainTextAsync("strategy.restore");
        await Expect(console.ById("audit-row").Nth(1)).ToContainTextAsync("strategy.apply");
        console.AssertNoErrors();
    }

    [Fact]
    public async Task UnconfirmedChange_IsSeenEverywhere_AndRevertedNow()
    {
        await using var console = await fixture.OpenAsync("/strategy?strategy=round-robin");
        await console.ById("confirm-within").SelectOptionAsync("5m");
        await console.ById("apply-reason").FillAsync("is turn by turn enough?");
        await console.ById("apply-strategy").ClickAsync();
        await console.ById("confirm-apply").ClickAsync();
        await using var other = await fixture.OpenAsync("/workers");

        await Expect(other.ById("pending-change")).ToContainTextAsync("unless confirmed");
        await other.ById("revert-change").ClickAsync();

        await Expect(console.ById("pending-change")).ToHaveCountAsync(0);
        await Expect(console.ById("active-strategy")).Not.ToHaveAttributeAsync("data-strategy", "round-robin");
        other.AssertNoErrors();
    }

    [Fact]
    public async Task TwoEditors_TheSecondIsTold_AndOverwritesNothing()
    {
        await using var first = await fixture.OpenAsync("/strategy?strategy=power-of-two");
        await using var second = await fixture.OpenAsync("/strategy?strategy=random");
        await Expect(second.ById("apply-strategy")).ToBeEnabledAsync();
        await first.ById("apply-reason").FillAsync("two are enough");
        await first.ById("apply-strategy").ClickAsync();
        await first.ById("confirm-apply").ClickAsync();

        await Expect(second.ById("strategy-conflict")).ToContainTextAsync("Nothing was overwritten");
        await Expect(second.ById("apply-strategy")).ToBeDisabledAsync();
        await Expect(second.ById("active-strategy")).ToHaveAttributeAsync("data-strategy", "power-of-two");

        await using var back = await fixture.OpenAsync("/changes");
        await back.ById("change-row").Nth(1).GetByRole(AriaRole.Button).ClickAsync();
        await back.ById("return-reason").FillAsync("it was better before");
        await back.ById("confirm-return").ClickAsync();
        await Expect(back.ById("active-strategy-chip")).Not.ToContainTextAsync("power-of-two");
    }

    [Fact]
    public async Task WorkerState_IsSeenAndChanged()
    {
        await using var console = await fixture.OpenAsync("/");
        await console.Page.GetByRole(AriaRole.Link, new() { Name = "Workers", Exact = true }).ClickAsync();
        var row = console.ById("worker-row").Filter(new() { HasText = "sim-4" });
        await row.GetByTestId("drain").ClickAsync();
        await Expect(console.ById("drain-consequences")).ToContainTextAsync("held nowhere else");
        await console.ById("drain-name").FillAsync("sim-4");
        await console.ById("drain-confirm").ClickAsync();
        await Expect(row).ToContainTextAsync("draining");
        await row.GetByTestId("undrain").ClickAsync();
        await Expect(row).ToContainTextAsync("ready");
        await row.GetByRole(AriaRole.Link).First.ClickAsync();
        await Expect(console.ById("worker-event").Filter(new() { HasText = "drained by local" })).ToBeVisibleAsync();
        console.AssertNoErrors();
    }

    [Fact]
    public async Task Stranger_SeesOnlyTheLogin_AndAViewerChangesNothing()
    {
        await using var app = await AppProcess.StartAsync("--Access:Users:0:Name=vic", "--Access:Users:0:Role=viewer", $"--Access:Users:0:PasswordHash={await HashAsync("correct horse")}");
        await using var browser = await fixture.LaunchAsync();
        var page = await browser.NewPageAsync();
        await page.GotoAsync(new Uri(app.Console, "strategy?strategy=random").ToString());
        await Expect(page).ToHaveURLAsync(new Regex("/login"));
        await page.GetByLabel("Name").FillAsync("vic");
        await page.GetByLabel("Password").FillAsync("correct horse");
        await Accessibility.CheckAsync(page, "login");
        await page.GetByRole(AriaRole.Button, new() { Name = "Log in" }).ClickAsync();

        await Expect(page).ToHaveURLAsync(new Regex("/strategy\\?strategy=random"));
        await Expect(page.GetByTestId("apply-strategy")).ToBeDisabledAsync();
        await Expect(page.GetByTestId("user-name")).ToHaveTextAsync("vic");
        await page.GotoAsync(new Uri(app.Console, "audit").ToString());
        await Expect(page.GetByTestId("audit-refused")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Restart_KeepsRevisionsAuditAndDecisions()
    {
        var file = Path.Combine(Path.GetTempPath(), "prefixconsole-tests", Guid.NewGuid().ToString("N"), "console.db");
        string id;
        string session;
        await using var browser = await fixture.LaunchAsync();
        await using (var first = await AppProcess.StartAsync($"--Storage:Path={file}", "--DemoTraffic:RequestsPerSecond=5"))
        {
            session = await ConsoleFixture.LogInAsync(browser, first);
            await using var context = await browser.NewContextAsync(new() { StorageState = session });
            var page = await context.NewPageAsync();
            await page.GotoAsync(new Uri(first.Console, "strategy?strategy=least-loaded").ToString());
            await page.GetByTestId("apply-reason").FillAsync("is it kept?");
            await page.GetByTestId("apply-strategy").ClickAsync();
            await page.GetByTestId("confirm-apply").ClickAsync();
            await Expect(page.GetByTestId("active-strategy")).ToHaveAttributeAsync("data-revision", "2");
            await page.GotoAsync(new Uri(first.Console, "decisions?range=1h").ToString());
            // Stored a second after they end; the page of stored decisions stands still.
            while (await page.GetByTestId("decision-row").CountAsync() == 0)
            {
                await page.ReloadAsync();
                await page.GetByTestId("stored-state").WaitForAsync();
            }

            id = (await page.GetByTestId("decision-row").Last.GetByRole(AriaRole.Link).First.GetAttributeAsync("href"))!.Split('/')[^1];
            Assert.Equal(0, (await first.StopAsync()).ExitCode);
        }

        await using var second = await AppProcess.StartAsync($"--Storage:Path={file}");
        await using var again = await browser.NewContextAsync(new() { StorageState = await ConsoleFixture.LogInAsync(browser, second) });
        var after = await again.NewPageAsync();
        await after.GotoAsync(new Uri(second.Console, "changes").ToString());
        await Expect(after.GetByTestId("active-strategy-chip")).ToContainTextAsync("least-loaded rev 2");
        await after.GotoAsync(new Uri(second.Console, "audit?action=strategy").ToString());
        await Expect(after.GetByTestId("audit-row").First).ToContainTextAsync("strategy.apply");
        await after.GotoAsync(new Uri(second.Console, $"decisions/{id}").ToString());
        await Expect(after.GetByTestId("decision-stored")).ToBeVisibleAsync();
        await Expect(after.GetByTestId("score-matrix")).ToContainTextAsync("sim-1");
    }

    /// <summary>As the product's own verb makes it.</summary>
    private static async Task<string> HashAsync(string password)
    {
        var path = typeof(AppProcess).Assembly.GetCustomAttributes(typeof(System.Reflection.AssemblyMetadataAttribute), false)
            .Cast<System.Reflection.AssemblyMetadataAttribute>().Single(a => a.Key == "AppPath").Value!;
        using var process = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("dotnet", [path, "hash-password"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        await process.StandardInput.WriteLineAsync(password);
        process.StandardInput.Close();
        return (await process.StandardOutput.ReadToEndAsync()).Trim();
    }
}
