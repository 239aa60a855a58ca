using System.Text.RegularExpressions;
using Microsoft.Playwright;
using PrefixConsole.Browser.Tests.Running;
using static Microsoft.Playwright.Assertions;

namespace PrefixConsole.Browser.Tests;

/// <summary>Who gets in, and what a restart keeps.</summary>
public sealed class AccessTests(ConsoleFixture fixture)
{
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

            // The newest: the first of all may have come before a worker had said what it serves.
            id = (await page.GetByTestId("decision-row").First.GetByRole(AriaRole.Link).First.GetAttributeAsync("href"))!.Split('/')[^1];
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
