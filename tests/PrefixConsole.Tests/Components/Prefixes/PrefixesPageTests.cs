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
    private void Insert(int slot, ulong own)
    {
        ulong[] hashes = [.. Enumerable.Range(1, 10).Select(i => (ulong)i), .. Enumerable.Range(1, 10).Select(i => (own * 1000) + (ulong)i)];
        Tree.Insert(slot, new PromptBlocks { Hashes = hashes, Unit = PrefixUnit.TextBytes, BlockSize = 256, TotalUnits = 20 * 256 }, "m");
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
