using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using PrefixConsole.Components.Pages.Prefixes;
using PrefixConsole.Routing.Prefixes;

namespace PrefixConsole.Tests.Components.Prefixes;

public sealed class PrefixesPageTests : PageContext
{
    private string Uri => Services.GetRequiredService<NavigationManager>().Uri;

    /// <summary>A prompt of ten shared blocks and ten of its own.</summary>
    private void Insert(int slot, ulong own, string space = "m", ulong first = 0)
    {
        ulong[] hashes = [.. Enumerable.Range(1, 10).Select(i => first + (ulong)i), .. Enumerable.Range(1, 10).Select(i => (own * 1000) + (ulong)i)];
        Tree.Insert(slot, new PromptBlocks { Hashes = hashes, Unit = PrefixUnit.TextBytes, BlockSize = 256, TotalUnits = 20 * 256 }, space);
    }

    [Fact]
    public void NoPrefix_SaysWhatToDo()
    {
        var page = Render<PrefixesPage>();

        Assert.Contains("curl", page.Find(Test("prefixes-empty")).TextContent);
    }

    [Fact]
    public void Table_ShowsRunsWithCoverage()
    {
        Insert(0, 1);
        Insert(1, 2);
        GoTo("/prefixes?view=table");

        var page = Render<PrefixesPage>();

        Assert.Equal(3, page.FindAll(Test("prefix-row")).Count);
        Assert.Contains("showing 3 of 3 runs (100 % of ", page.Find(Test("prefix-coverage")).TextContent);
        Assert.Contains("/api/prefixes/tree.csv?maxNodes=300", page.Find(Test("prefix-csv")).GetAttribute("href"));
    }

    [Fact]
    public void SelectRow_ShowsHoldersAndPutsItInTheUrl()
    {
        Insert(0, 1);
        Insert(1, 2);
        GoTo("/prefixes?view=table");
        var page = Render<PrefixesPage>();
        var shared = page.FindAll(Test("prefix-row"))[0];

        shared.QuerySelector("button")!.Click();

        Assert.Contains($"node={shared.GetAttribute("data-id")}", Uri);
        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll(Test("prefix-holder")).Count));
    }

    [Fact]
    public void Label_IsSavedAndShownAsName()
    {
        Insert(0, 1);
        GoTo("/prefixes?view=table&node=" + Explorer.Tree(null, null)!.Nodes[0].Id);
        var page = Render<PrefixesPage>();

        page.Find(Test("prefix-label")).Input("support bot");
        page.Find(".naming").Submit();

        Assert.Contains("support bot", page.Find(Test("prefix-row")).TextContent);
        Assert.Equal("support bot", Explorer.Tree(null, null)!.Nodes[0].Label);
    }

    [Fact]
    public void Label_TooLong_SaysSoBesideTheField()
    {
        Insert(0, 1);
        GoTo("/prefixes?view=table&node=" + Explorer.Tree(null, null)!.Nodes[0].Id);
        var page = Render<PrefixesPage>();

        page.Find(Test("prefix-label")).Input(new string('x', 81));
        page.Find(".naming").Submit();

        Assert.Contains("at most 80 characters; this has 81", page.Find(Test("prefix-label-error")).TextContent);
        Assert.Null(Explorer.Tree(null, null)!.Nodes[0].Label);
    }

    [Fact]
    public void Root_ShowsTheTrail()
    {
        Insert(0, 1);
        Insert(1, 2);
        GoTo("/prefixes?view=table&root=" + Explorer.Tree(null, null)!.Nodes[1].Id);

        var page = Render<PrefixesPage>();

        Assert.Equal(3, page.FindAll("[data-testid='prefix-trail'] a").Count);
        Assert.Single(page.FindAll(Test("prefix-row")));
    }

    [Fact]
    public void Worker_ShowsItsPartOnly()
    {
        Insert(0, 1);
        Insert(1, 2);
        GoTo("/prefixes?view=table&worker=sim-1");

        var page = Render<PrefixesPage>();

        Assert.DoesNotContain(page.FindAll(Test("prefix-row")), r => r.GetAttribute("data-id") == Explorer.Tree(null, null)!.Nodes.First(n => n.Holders.All(h => h.Worker.Value == "sim-2")).Id);
    }

    [Fact]
    public void Filter_Tenant_NarrowsTheTableItsSumsAndTheExport()
    {
        Insert(0, 1, "m · tenant a");
        Insert(1, 2, "m · lora · tenant b", first: 500);
        GoTo("/prefixes?view=table&tenant=a");

        var page = Render<PrefixesPage>();

        Assert.Equal("m · tenant a", Assert.Single(page.FindAll(Test("prefix-row"))).Children[1].TextContent);
        Assert.Contains("showing 1 of 2 runs (100 % of 1,280 tokens", page.Find(Test("prefix-coverage")).TextContent);
        Assert.Contains("tree.csv?tenant=a&maxNodes", page.Find(Test("prefix-csv")).GetAttribute("href"));
        Assert.Equal(["", "lora"], page.FindAll(Test("filter-adapter") + " option").Select(o => o.GetAttribute("value")));

        page.Find(Test("filter-tenant")).Change("b");
        Assert.Contains("tenant=b", Uri);
        page.WaitForAssertion(() => Assert.Equal("m · lora · tenant b", Assert.Single(page.FindAll(Test("prefix-row"))).Children[1].TextContent));
    }

    [Fact]
    public void Filter_Salt_ByItsNameOrNone()
    {
        var (own, other) = (new PrefixNamespace("m", CacheSalt: "pepper").Label, new PrefixNamespace("m", CacheSalt: "cumin").Label);
        Insert(0, 1, own);
        Insert(0, 2, other, first: 500);
        Insert(1, 3, "m", first: 900);
        GoTo($"/prefixes?view=table&salt={SaltName.Of("pepper")}");

        var page = Render<PrefixesPage>();

        Assert.Equal(own, Assert.Single(page.FindAll(Test("prefix-row"))).Children[1].TextContent);
        Assert.Equal(
            ["", "none", .. new[] { SaltName.Of("pepper"), SaltName.Of("cumin") }.Order(StringComparer.Ordinal)],
            page.FindAll(Test("filter-salt") + " option").Select(o => o.GetAttribute("value")));
        Assert.DoesNotContain("pepper", page.Markup);

        page.Find(Test("filter-salt")).Change("none");
        Assert.Contains("salt=none", Uri);
        page.WaitForAssertion(() => Assert.Equal("m", Assert.Single(page.FindAll(Test("prefix-row"))).Children[1].TextContent));
    }

    [Fact]
    public void Filter_NothingMatches_SaysSo()
    {
        Insert(0, 1);
        GoTo("/prefixes?model=%3Cscript%3E");

        Assert.Contains("No prefix of that model", Render<PrefixesPage>().Find(Test("prefixes-empty")).TextContent);
    }

    [Fact]
    public void Sort_OfTheTable_IsInTheUrl()
    {
        Insert(0, 1);
        Insert(1, 2);
        GoTo("/prefixes?view=table&sort=-holders");
        var page = Render<PrefixesPage>();
        Assert.Equal("ascending", page.Find("th[aria-sort]").GetAttribute("aria-sort"));

        page.Find(Test("sort-saved")).Click();

        Assert.Contains("sort=saved", Uri);
        page.WaitForAssertion(() => Assert.Equal("descending", page.Find("th[aria-sort]").GetAttribute("aria-sort")));
    }

    [Fact]
    public void Colour_ByAge_HasItsLegend()
    {
        Insert(0, 1);
        GoTo("/prefixes?color=age");

        var page = Render<PrefixesPage>();

        Assert.Contains("10–60 min", page.Find(Test("prefix-legend")).TextContent);
        page.Find(Test("prefix-color")).Change("");
        Assert.DoesNotContain("color", Uri);
    }

    [Fact]
    public void Trust_NobodyReports_IsCalledApproximate() =>
        Assert.Equal("approximate: no worker reports its cache", Render<PrefixesPage>().Find(Test("prefix-trust")).TextContent);

    [Fact]
    public void Lens_ShowsItsOwnCallOnly()
    {
        GoTo("/prefixes?lens=duplicates&tenant=a");

        var page = Render<PrefixesPage>();

        Assert.Empty(page.FindAll(Test("api-call")));
        Assert.Contains("/api/prefixes/lens?lens=duplicates&tenant=a", page.Find(Test("lens-call")).TextContent);
        Assert.Equal("/prefixes?lens=cold&tenant=a", page.Find(Test("lens-cold")).GetAttribute("href"));
    }

    [Theory]
    [InlineData("?worker=nobody", "There is no worker called nobody")]
    [InlineData("?root=00000000000000ff", "not in the tree any more")]
    public void Unknown_SaysWhy(string query, string expected)
    {
        GoTo("/prefixes" + query);

        Assert.Contains(expected, Render<PrefixesPage>().Find(Test("prefix-unknown")).TextContent);
    }

    [Fact]
    public void Icicle_IsTheDefaultAndDrawsAChart()
    {
        Insert(0, 1);

        Assert.NotEmpty(Render<PrefixesPage>().FindAll(Test("prefix-chart")));
    }
}
