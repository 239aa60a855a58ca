using Bunit;
using PrefixConsole.Components.Pages.Overview;
using PrefixConsole.Routing.Strategies;
using PrefixConsole.Routing.Workers;
using PrefixConsole.Tests.Components.Workers;

namespace PrefixConsole.Tests.Components.Overview;

public sealed class OverviewPageTests : FleetPageContext
{
    [Fact]
    public void NoWorkers_ShowsHowToAddOneAndNotATrafficHint()
    {
        Registry.Remove(new WorkerId("sim-1"));
        Registry.Remove(new WorkerId("sim-2"));

        var page = Render<OverviewPage>();

        var hint = page.Find(Test("no-workers")).TextContent;
        Assert.Contains("\"Workers\":", hint);
        Assert.Contains("api/workers", hint);
        Assert.Empty(page.FindAll(Test("no-traffic")));
    }

    [Fact]
    public void NoTraffic_ShowsACallForAModelOfTheFleetAndDashesForWhatWasNotMeasured()
    {
        var page = Render<OverviewPage>();

        Assert.Contains("\"model\":\"m\"", page.Find(Test("no-traffic")).TextContent);
        var ttft = page.FindAll(".tile").Single(t => t.TextContent.Contains("TTFT p95", StringComparison.Ordinal));
        Assert.Equal("—", ttft.QuerySelector(".missing")!.TextContent);
    }

    [Fact]
    public void Funnel_Traffic_ShowsTokensAndShares()
    {
        Log.Complete(Log.Record(DecisionSamples.Scored()), DecisionSamples.Done(cached: 3200));
        Time.Advance(TimeSpan.FromSeconds(2));

        var page = Render<OverviewPage>();
        var funnel = page.Find(Test("reuse-funnel")).TextContent;

        Assert.Empty(page.FindAll(Test("no-traffic")));
        Assert.Contains("6,400 tokens", funnel);
        Assert.Contains("5,568 tokens", funnel);
        Assert.Contains("87 %", funnel);
        Assert.Contains("3,200 tokens", funnel);
        Assert.Contains("50 %", funnel);
    }

    [Fact]
    public void Funnel_EngineDoesNotReport_SaysSoAndNotZero()
    {
        Log.Complete(Log.Record(DecisionSamples.Scored()), DecisionSamples.Done(cached: null));
        Time.Advance(TimeSpan.FromSeconds(2));

        Assert.Contains("not reported", Render<OverviewPage>().Find(Test("reuse-funnel")).TextContent);
    }

    [Fact]
    public void Spread_Traffic_HasItsLatenciesInTheTableBehindIt()
    {
        Log.Complete(Log.Record(DecisionSamples.Scored()), DecisionSamples.Done());
        Time.Advance(TimeSpan.FromSeconds(2));

        var tables = Render<OverviewPage>().FindAll(Test("latency-table"));

        Assert.Equal(2, tables.Count);
        Assert.Single(tables[0].QuerySelectorAll("tbody tr"));
    }

    [Fact]
    public void Spread_NoTraffic_SaysSo() =>
        Assert.Equal(2, Render<OverviewPage>().FindAll(".none").Count);

    [Fact]
    public void Strip_Worker_HasNameStateAndLink()
    {
        Ready("sim-1");
        Scrape("sim-1", kvUsage: 0.42);

        var cards = Render<OverviewPage>().FindAll(Test("worker-strip") + " a");

        Assert.Equal("/workers/sim-1", cards[0].GetAttribute("href"));
        Assert.Contains("ready", cards[0].ClassList);
        Assert.Contains("KV 42 %", cards[0].TextContent);
        Assert.Contains("pending", cards[1].ClassList);
        Assert.Contains("KV —", cards[1].TextContent);
    }

    [Fact]
    public void Changes_NewRevision_IsListedFirst()
    {
        Store.Apply(new StrategySpec { Name = StrategyNames.RoundRobin }, "ann", "compare", expectedRevision: null);

        var first = Render<OverviewPage>().Find(".changes tr").TextContent;

        Assert.Contains("rev 2", first);
        Assert.Contains(StrategyNames.RoundRobin, first);
        Assert.Contains("ann", first);
    }
}
