using Bunit;
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
    public async Task Viewer_SeesNothingOfIt()
    {
        await Audit.AppendAsync("ada", "operator", "x", "worker.drain", "gpu-1", AuditResults.Done);
        Desk.Seat(Viewer);
        var page = Open();

        Assert.Contains("auditors and administrators", page.Find(Test("audit-refused")).TextContent);
        Assert.DoesNotContain("gpu-1", page.Markup);
    }
}
