using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using PrefixConsole.Components.Controls;
using PrefixConsole.Routing.KvEvents;
using PrefixConsole.Routing.Workers;
using PrefixConsole.Testing.Prefixes;
using PrefixConsole.Tests.Components.Workers;

namespace PrefixConsole.Tests.Components.Controls;

public sealed class PrefixCompareTests : FleetPageContext
{
    private static readonly WorkerId s_worker = new("sim-1");

    private KvEventFeed Feed => Reported.Open(Registry.Find(s_worker)!, 0)!;

    private IRenderedComponent<PrefixCompare> Open(string? show = null) =>
        Render<PrefixCompare>(p => p.Add(x => x.Worker, s_worker).Add(x => x.Show, show));

    [Fact]
    public void NotReporting_ShowsThePredictionAlone_AndWhy()
    {
        Insert(0, 1);

        var table = Open();

        Assert.Contains("the worker reports no KV events", table.Find(Test("compare-none")).TextContent);
        Assert.NotEmpty(table.FindAll(Test("prefix-row")));
        Assert.Empty(table.FindAll(Test("prefix-reported")));
    }

    [Fact]
    public void Reporting_ShowsBothSideBySide()
    {
        Serve("sab");
        TokenizedPrompt.Of("sab").ReportStored(Feed, 0);

        var table = Open();

        var sums = table.Find(Test("compare-sums")).TextContent;
        Assert.Contains("predicted 192 tok 3 text blocks", sums);
        Assert.Contains("reported 192 tok 12 blocks, exact", sums);
        Assert.Contains("overlap 100 %", sums);
        Assert.Equal("192", table.Find(Test("prefix-reported")).TextContent.Trim());
        Assert.Contains("same", table.Find(Test("difference")).TextContent);
        Assert.Contains("known for 100 %", table.Find(Test("compare-coverage")).TextContent);
    }

    [Fact]
    public void TextWithoutTokens_IsNotKnown_NeverZero()
    {
        Insert(0, 1);
        Serve("sab");
        TokenizedPrompt.Of("sab").ReportStored(Feed, 0);

        var table = Open();

        Assert.Contains(table.FindAll(Test("prefix-reported")), cell => cell.TextContent.Trim() == Figures.Missing);
        Assert.Contains(table.FindAll(Test("difference")), mark => mark.TextContent.Contains("not known", StringComparison.Ordinal));
        Assert.Contains("known for 13 %", table.Find(Test("compare-coverage")).TextContent);
    }

    [Fact]
    public void Untrusted_SaysWhy()
    {
        Serve("sab");
        TokenizedPrompt.Of("sab").ReportStored(Feed, 0);
        Feed.Quarantine(true);

        Assert.Contains("The report is untrusted", Open().Find(Test("compare-coverage")).TextContent);
    }

    [Theory]
    [InlineData("differs", 2)]
    [InlineData("only-predicted", 1)]
    [InlineData("only-reported", 1)]
    public void Filter_ListsTheStretchesThatDifferThatWay(string show, int rows)
    {
        Serve("xyz");
        TokenizedPrompt.Of("xyz").ReportStored(Feed, 0);
        Tree.Purge(0);
        Serve("sab");
        TokenizedPrompt.Of("sab").ReportStored(Feed, 1);
        TokenizedPrompt.Of("sab").ReportRemoved(Feed, 2, keptTextBlocks: 1);

        var list = Open(show);

        Assert.Equal(rows, list.FindAll(Test("difference-row")).Count);
        Assert.Equal("true", list.Find(Test($"show-{show}")).GetAttribute("aria-pressed"));
        Assert.Empty(list.FindAll(Test("prefix-row")));
    }

    [Fact]
    public void Filter_NothingDiffers_SaysSo()
    {
        Serve("sab");
        TokenizedPrompt.Of("sab").ReportStored(Feed, 0);

        Assert.NotEmpty(Open("differs").FindAll(Test("compare-empty")));
    }

    [Fact]
    public void Buttons_PutTheFilterIntoTheAddress()
    {
        Serve("sab");
        TokenizedPrompt.Of("sab").ReportStored(Feed, 0);

        Open().Find(Test("show-only-reported")).Click();

        Assert.EndsWith("?show=only-reported", Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
    }

    private void Serve(string letters)
    {
        var prompt = TokenizedPrompt.Of(letters);
        Tree.Insert(0, prompt.Text, "m");
        Links.Record(prompt.Text, prompt.Tokens, prompt.PromptTokens, prompt.Space);
    }
}
