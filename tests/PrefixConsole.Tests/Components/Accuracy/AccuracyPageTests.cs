using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using PrefixConsole.Components.Pages.Accuracy;
using PrefixConsole.Gateway.Accuracy;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Tests.Components.Accuracy;

public sealed class AccuracyPageTests : PageContext
{
    private int _requests;

    private string Url => Services.GetRequiredService<NavigationManager>().Uri;

    [Fact]
    public void NoTraffic_ShowsACallAndDashes()
    {
        var page = Render<AccuracyPage>();

        Assert.Contains("/v1/chat/completions", page.Find(Test("no-traffic")).TextContent, StringComparison.Ordinal);
        Assert.Contains("last 15 minutes", page.Find(Test("no-traffic")).TextContent, StringComparison.Ordinal);
        Assert.Equal(4, page.FindAll(Test("funnel") + " .step .missing").Count);
        Assert.Empty(page.FindAll(Test("accuracy-row")));
        Assert.Empty(page.FindAll(Test("not-reporting")));
    }

    [Fact]
    public void EnginesThatDoNotReport_SaysHowToMakeThem()
    {
        Log.Complete(Log.Record(DecisionSamples.Scored()), DecisionSamples.Done(cached: null));

        var page = Render<AccuracyPage>();

        var hint = page.Find(Test("not-reporting")).TextContent;
        Assert.Contains("--enable-prompt-tokens-details", hint, StringComparison.Ordinal);
        Assert.Contains("Gateway:AskWorkersForUsage", hint, StringComparison.Ordinal);
        Assert.Empty(page.FindAll(Test("no-traffic")));
        Assert.Contains("0 of 1 requests", page.Find(Test("coverage")).TextContent, StringComparison.Ordinal);
        Assert.Equal(["6,400 tokens", "5,568 tokens", "5,568 tokens", "not reported"], Figures(page));
        Assert.NotEmpty(page.FindAll(Test("accuracy-row") + " .missing"));
        Assert.Empty(page.FindAll(Test("loss-list")));
        Assert.NotEmpty(page.FindAll(Test("no-losses")));
        Assert.Empty(page.FindAll(Test("density")));
        Assert.NotEmpty(page.FindAll(Test("no-density")));
    }

    [Fact]
    public void Density_HasATableOfItsCells()
    {
        End(DecisionSamples.Account());

        var row = Assert.Single(Render<AccuracyPage>().OpenTables().Find(Test("density-table")).QuerySelectorAll("tbody tr"));

        Assert.Equal(["60–65 %", "45–50 %", "1"], row.Children.Select(c => c.TextContent));
    }

    [Fact]
    public void Traffic_FunnelLossesSourcesAndDensityAddUp()
    {
        End(DecisionSamples.Account());

        var page = Render<AccuracyPage>();

        Assert.Equal(["6,400 tokens", "5,000 tokens", "4,000 tokens", "3,000 tokens"], Figures(page));
        var losses = page.FindAll(Test("loss-list") + " dt").Zip(
            page.FindAll(Test("loss-list") + " dd.dim"), (title, tokens) => $"{title.TextContent} {tokens.TextContent}");
        Assert.Equal(
            [
                "Evicted 400", "Stale index 600", "Only predicted 0", "Tokenizer differs 0",
                "Routed elsewhere 1,000", "Other namespace 0", "Cold 1,384", "Below a block 16",
            ],
            losses);
        Assert.StartsWith("Cold:", page.Find(Test("advice")).TextContent.Trim(), StringComparison.Ordinal);
        Assert.Equal(
            [["Reported", "1", "1,000", "1,000", "16 %"], ["Predicted", "1", "1,600", "1,600", "25 %"], ["What counted", "1", "1,000", "1,000", "16 %"]],
            page.FindAll(Test("sources") + " tbody tr").Select(r => r.Children.Select(c => c.TextContent.Trim()).ToArray()));
        Assert.Contains("captured 60–65 %, delivered 45–50 %: 1 request", page.Find(Test("density")).TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Table_Worker_HasFiguresTrustAndALinkToItsDecisions()
    {
        End(DecisionSamples.Account(), worker: "sim-2");

        var row = Render<AccuracyPage>().Find(Test("accuracy-row"));

        Assert.Equal(
            ["1", "100 %", "6,400", "78 %", "63 %", "47 %", "1,000", "1,000", "16 %", "25 %"],
            row.QuerySelectorAll("td.num").Select(c => c.TextContent.Trim()));
        Assert.Equal("not-reporting", row.QuerySelector(Test("accuracy-trust"))!.GetAttribute("data-trust"));
        Assert.Equal("/decisions?worker=sim-2", row.QuerySelector(Test("decisions"))!.GetAttribute("href"));
        Assert.Contains("Evicted 6.3 %", row.QuerySelector(Test("loss-bar"))!.GetAttribute("aria-label"), StringComparison.Ordinal);
    }

    [Fact]
    public void Table_FeedThatReports_ShowsItsTrust()
    {
        Reported.Open(Registry.Find(new WorkerId("sim-2"))!, 0)!.Receive(0, 1);
        End(DecisionSamples.Account(), worker: "sim-2");

        var chip = Render<AccuracyPage>().Find(Test("accuracy-trust"));

        Assert.Equal("trusted", chip.GetAttribute("data-trust"));
        Assert.EndsWith("trusted", chip.TextContent, StringComparison.Ordinal);
        Assert.Contains("complete", chip.GetAttribute("title"), StringComparison.Ordinal);
    }

    [Fact]
    public void Url_WindowAndDimension_AreUsedAndKept()
    {
        End(DecisionSamples.Account());
        Time.Advance(TimeSpan.FromMinutes(2));
        GoTo("/accuracy?window=1m&by=tenant");

        var page = Render<AccuracyPage>();

        Assert.NotEmpty(page.FindAll(Test("no-traffic")));
        page.Find(Test("window-all")).Click();
        page.Render();
        Assert.Contains("window=all", Url, StringComparison.Ordinal);
        Assert.Contains("by=tenant", Url, StringComparison.Ordinal);
        Assert.Contains("acme", page.Find(Test("accuracy-row")).TextContent, StringComparison.Ordinal);
        Assert.Equal("/api/accuracy?window=all&by=tenant&format=csv", page.Find(Test("export-csv")).GetAttribute("href"));
    }

    [Fact]
    public void Sort_ClickOnAHead_OrdersLargestFirstThenTurnsRound()
    {
        End(DecisionSamples.Account(), worker: "sim-1");
        End(DecisionSamples.Account(), worker: "sim-2");
        End(DecisionSamples.Account(), worker: "sim-2");
        var page = Render<AccuracyPage>();

        ClickRequests(page);
        Assert.Equal(["sim-2", "sim-1"], Names(page));
        ClickRequests(page);
        Assert.Equal(["sim-1", "sim-2"], Names(page));
        Assert.Contains("sort=-requests", Url, StringComparison.Ordinal);
    }

    [Fact]
    public void Density_OfARow_LeavesOutTheOthers()
    {
        End(DecisionSamples.Account(), worker: "sim-1");
        End(DecisionSamples.Account(), worker: "sim-2");
        var page = Render<AccuracyPage>();
        Assert.Contains("2 requests", page.Find(Test("density")).TextContent, StringComparison.Ordinal);

        page.FindAll(Test("select"))[1].Click();
        page.Render();

        Assert.Contains("1 request", page.Find(Test("density")).TextContent, StringComparison.Ordinal);
        Assert.Contains("sim-2", page.Find(Test("density-panel")).TextContent, StringComparison.Ordinal);
        Assert.Equal("/decisions?mispredicted=true&worker=sim-2", page.Find(Test("mispredicted")).GetAttribute("href"));
        page.Find(Test("density-all")).Click();
        page.Render();
        Assert.Contains("2 requests", page.Find(Test("density")).TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("window=nonsense&by=nonsense&sort=nonsense&key=nobody")]
    [InlineData("by=fleet")]
    public void Url_NonsenseOrNothingToList_StillShowsThePage(string query)
    {
        End(DecisionSamples.Account());
        GoTo("/accuracy?" + query);

        Assert.Equal("6,400 tokens", Figures(Render<AccuracyPage>())[0]);
    }

    private static void ClickRequests(IRenderedComponent<AccuracyPage> page)
    {
        page.Find(Test("accuracy-table") + " th.num button").Click();
        page.Render();
    }

    private static string[] Names(IRenderedComponent<AccuracyPage> page) =>
        [.. page.FindAll(Test("accuracy-row") + " td.first").Select(c => c.TextContent.Trim())];

    private static string[] Figures(IRenderedComponent<AccuracyPage> page) =>
        [.. page.FindAll(Test("funnel") + " .step").Select(s => s.QuerySelector(".dim")!.TextContent)];

    private void End(ReuseAccount account, string worker = "sim-2")
    {
        var entry = Log.Record(DecisionSamples.Scored($"r{++_requests}"));
        Log.Complete(entry, DecisionSamples.Done(account: account) with { Served = new WorkerId(worker) });
    }
}
