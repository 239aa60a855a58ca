using PrefixConsole.Browser.Tests.Running;
using static Microsoft.Playwright.Assertions;

namespace PrefixConsole.Browser.Tests;

/// <summary>Pages with nothing to show, and pages whose database is gone: readable by everyone too, and no wider than the window.</summary>
public sealed class BareTests(ConsoleFixture fixture)
{
    [Fact]
    public async Task NoWorkersAndNoTraffic_EveryPageSaysWhatToDo()
    {
        await using var app = await AppProcess.StartAsync("--DemoFleet:Enabled=false");
        await VisitAsync(
            app,
            "empty",
            ("/", "no-workers", "Add one"),
            ("/workers", "no-workers", "Add one above"),
            ("/prefixes", "prefixes-empty", "Send a request"),
            ("/decisions", "decisions-empty", "Send a request"),
            ("/accuracy", "no-traffic", "Send a request"),
            ("/ingest", "ingest-empty", "kv-events-config"),
            ("/strategy", "strategy-page", "Nothing: this is what revision 1 runs"),
            ("/changes", "changes-table", "Approximate prefix"),
            ("/alerts", "alerts-table", "No worker can take requests"),
            ("/audit", "audit-table", "local"),
            ("/try", "try-no-workers", "no workers to choose from"));
    }

    [Fact]
    public async Task DatabaseGone_IsSaidWhereverItMatters_AndRoutingGoesOn()
    {
        await using var app = await AppProcess.StartAsync(
            "--Storage:Provider=postgresql", "--Storage:ConnectionString=Host=127.0.0.1;Port=1;Database=x;Username=x;Password=x;Timeout=2", "--Storage:OpenTimeout=00:00:01", "--DemoTraffic:RequestsPerSecond=5");
        await VisitAsync(
            app,
            "no-database",
            ("/", "store-failing", "Routing goes on"),
            ("/?range=1h", "range-problem", "in memory"),
            ("/workers", "fleet-unknown", "not known yet"),
            ("/decisions?range=1h", "stored-problem", "not reachable"),
            ("/changes", "store-failing", "not being stored"),
            ("/audit", "audit-problem", "not reachable"),
            ("/settings", "storage-state", "failing since"),
            ("/alerts", "alert-history-problem", "since the start"));
        using var gateway = new HttpClient { BaseAddress = app.Gateway };
        using var models = await gateway.GetAsync("v1/models", TestContext.Current.CancellationToken);
        Assert.True(models.IsSuccessStatusCode);
    }

    private async Task VisitAsync(AppProcess app, string name, params (string Path, string TestId, string Text)[] pages)
    {
        await using var browser = await fixture.LaunchAsync();
        await using var context = await browser.NewContextAsync(new() { BaseURL = app.Console.ToString(), StorageState = await ConsoleFixture.LogInAsync(browser, app) });
        context.SetDefaultTimeout(20_000);
        await using var console = new ConsolePage(await context.NewPageAsync(), owned: null);
        foreach (var (path, id, text) in pages)
        {
            await console.VisitAsync(path);
            await Expect(console.ById(id)).ToContainTextAsync(text);
            await Looks.CheckAsync(console.Page, $"{name}{path.Replace('/', '-').Replace('?', '-')}");
            console.AssertNoErrors();
        }
    }
}
