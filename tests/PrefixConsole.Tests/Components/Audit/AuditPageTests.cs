using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using PrefixConsole.Components.Controls;
using PrefixConsole.Components.Layout;
using PrefixConsole.Components.Pages.Audit;
using PrefixConsole.Storage.Model;

namespace PrefixConsole.Tests.Components.Audit;

public sealed class AuditPageTests : PageContext
{
    private IRenderedComponent<AuditPage> Open(string query = "")
    {
        GoTo("/audit" + query);
        return Render<AuditPage>();
    }

    [Fact]
    public void Nothing_SaysWhatWillAppear() => Assert.Contains("Nothing was changed yet", Open().Find(Test("audit-empty")).TextContent);

    [Fact]
    public async Task Entries_AreListedFilteredAndOpened()
    {
        await Audit.AppendAsync("ada", "operator", "API 10.0.0.1", "worker.drain", "gpu-1", AuditResults.Done);
        await Audit.AppendAsync("<script>alert(1)</script>", "viewer", "API 10.0.0.2", "strategy.apply", "\u202Egnp.exe", AuditResults.Refused, before: """{"a":1}""", after: """{"a":2}""");
        var page = Open();

        Assert.Equal(2, page.FindAll(Test("audit-row")).Count);
        Assert.Empty(page.FindAll("script"));
        Assert.Contains("<script>alert(1)</script>", page.FindAll(Test("audit-row"))[0].TextContent);
        Assert.NotEmpty(page.FindAll(Test("audit-row"))[0].QuerySelectorAll("bdi"));
        page.Find(Test("audit-row") + " button").Click();
        Assert.Contains("\"a\": 2", page.Find(".states").TextContent);

        Assert.Single(Open("?action=worker").FindAll(Test("audit-row")));
        Assert.Contains("No entry matches", Open("?who=nobody").Find(Test("audit-empty")).TextContent);
    }

    [Fact]
    public async Task Details_ShowTimesAsTheyAre_AndWhatCouldDeceiveEscaped()
    {
        await Audit.AppendAsync(
            "ada", "operator", "x", "alert.unsilence", "queue", AuditResults.Done, before: "{\"until\":\"2026-11-26T12:00:00+00:00\",\"reason\":\"\u202Egnp.exe <script>\"}");
        var page = Open();

        page.Find(Test("audit-row") + " button").Click();

        var states = page.FindAll(".states pre").Select(s => s.TextContent).ToArray();
        Assert.Contains("2026-11-26T12:00:00+00:00", states[0], StringComparison.Ordinal);
        Assert.Contains("\\u202Egnp.exe \\u003Cscript\\u003E", states[0], StringComparison.Ordinal);
        Assert.Equal(Figures.Missing, states[1]);
    }

    [Fact]
    public async Task Links_GiveWhatIsShown()
    {
        await Audit.AppendAsync("ada", "operator", "x", "worker.drain", "gpu-1", AuditResults.Done);
        var page = Open("?who=ada&from=2020-01-01T00:00:00Z");

        Assert.Equal("/api/audit?who=ada&from=2020-01-01T00%3A00%3A00Z&format=csv", page.Find(Test("export-csv")).GetAttribute("href"));
        Assert.Equal("/api/audit?who=ada&from=2020-01-01T00%3A00%3A00Z&limit=200", page.Find(Test("export-json")).GetAttribute("href"));
    }

    [Fact]
    public async Task Coverage_SaysHowManyAreShown_AndTheTableHasAll()
    {
        Assert.StartsWith("0 shown, all that match.", Open().Find(Test("coverage")).TextContent);
        for (var i = 0; i < 201; i++)
        {
            await Audit.AppendAsync("ada", "operator", "x", "worker.drain", $"gpu-{i}", AuditResults.Done);
        }

        var page = Open();
        Assert.StartsWith("The newest 200 that match are shown, the most of one page; the CSV has all that match.", page.Find(Test("coverage")).TextContent);

        var older = Open(page.Find(Test("older-audit")).GetAttribute("href")!["/audit".Length..]);
        Assert.StartsWith("1 shown, the oldest that match; the CSV has all.", older.Find(Test("coverage")).TextContent);
        Assert.Equal("/api/audit?format=csv", older.Find(Test("export-csv")).GetAttribute("href"));
        Assert.Contains("before=", older.Find(Test("export-json")).GetAttribute("href"));
    }

    [Fact]
    public async Task Time_IsFilteredAndInTheUrl()
    {
        await Audit.AppendAsync("ada", "operator", "x", "worker.drain", "early", AuditResults.Done);
        Time.Advance(TimeSpan.FromHours(2));
        await Audit.AppendAsync("ada", "operator", "x", "worker.drain", "late", AuditResults.Done);
        var noon = Time.GetUtcNow().AddHours(-1).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture);

        Assert.Equal(["late"], Targets(Open($"?from={noon}Z")));
        Assert.Equal(["early"], Targets(Open($"?to={noon}Z")));
        Assert.Equal(["late"], Targets(Open("?range=1h")));
        Assert.Equal(["late", "early"], Targets(Open("?range=6h")));
        Assert.Equal(["late", "early"], Targets(Open("?range=2h&from=x&to=%3Cscript%3E")));
        Assert.Contains("No entry matches", Open("?from=2020-01-01&to=2020-01-02").Find(Test("audit-empty")).TextContent, StringComparison.Ordinal);

        static string[] Targets(IRenderedComponent<AuditPage> page) => [.. page.FindAll(Test("audit-row")).Select(r => r.Children[5].TextContent)];
    }

    /// <summary>A time that ends now goes on: what comes is shown, and what grows too old is not.</summary>
    [Fact]
    public async Task Time_ThatEndsNow_GoesOn()
    {
        await Audit.AppendAsync("ada", "operator", "x", "worker.drain", "early", AuditResults.Done);
        Time.Advance(TimeSpan.FromMinutes(50));
        var page = Open("?range=1h");
        Assert.Single(page.FindAll(Test("audit-row")));

        Time.Advance(TimeSpan.FromMinutes(20));
        await Audit.AppendAsync("ada", "operator", "x", "worker.drain", "late", AuditResults.Done);
        Time.Advance(TimeSpan.FromSeconds(2));

        page.WaitForAssertion(() => Assert.Contains("late", Assert.Single(page.FindAll(Test("audit-row"))).TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Filters_KeepTheTime()
    {
        await Audit.AppendAsync("ada", "operator", "x", "worker.drain", "gpu-1", AuditResults.Done);
        Open("?range=1h&who=ada").Find(Test("audit-action")).Change("worker");

        Assert.EndsWith("/audit?who=ada&action=worker&range=1h", Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Viewer_SeesNothingOfIt()
    {
        await Audit.AppendAsync("ada", "operator", "x", "worker.drain", "gpu-1", AuditResults.Done);
        Desk.Seat(Viewer);
        var page = Open();

        Assert.Contains("auditors and administrators", page.Find(Test("audit-refused")).TextContent);
        Assert.DoesNotContain("gpu-1", page.Markup);
    }

    [Fact]
    public async Task Paused_KeepsWhatItShows_UntilItGoesOn()
    {
        await Audit.AppendAsync("ada", "operator", "x", "worker.drain", "early", AuditResults.Done);
        var page = Open();
        var session = Services.GetRequiredService<ConsoleSession>();

        session.Paused = true;
        await Audit.AppendAsync("ada", "operator", "x", "worker.drain", "late", AuditResults.Done);
        Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Single(page.FindAll(Test("audit-row")));

        session.Paused = false;
        Time.Advance(TimeSpan.FromMinutes(1));
        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll(Test("audit-row")).Count));
    }
}
