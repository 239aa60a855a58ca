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

        var tables = Render<OverviewPage>().OpenTables().FindAll(Test("latency-table"));

        Assert.Equal(2, tables.Count);
        Assert.Single(tables[0].QuerySelectorAll("tbody tr"));
    }

    [Fact]
    public void Spread_Live_IsThereAsATable()
    {
        var page = Render<OverviewPage>();
        Assert.Equal("/api/latencies?format=csv", page.Find(Test("latencies-csv")).GetAttribute("href"));
        Assert.Equal("/api/latencies", page.Find(Test("latencies-json")).GetAttribute("href"));

        GoTo("/?range=1h");
        var past = Render<OverviewPage>();
        past.WaitForAssertion(() => Assert.NotEmpty(past.FindAll(Test("tiles-now"))));
        Assert.Empty(past.FindAll(Test("latencies-foot")));
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
    public void Strip_NumbersTooOldToCount_AreMarkedWithTheirAge()
    {
        Ready("sim-1");
        Scrape("sim-1", kvUsage: 0.42);
        Assert.False(Card().HasAttribute("title"));
        Assert.DoesNotContain("old", Card().ClassList);

        Time.Advance(TimeSpan.FromMinutes(1));

        Assert.Contains("old", Card().ClassList);
        Assert.Equal("As its engine said 1 min ago: too old to count in decisions", Card().GetAttribute("title"));
        Assert.Equal("KV 42 %", Card().TextContent);

        AngleSharp.Dom.IElement Card() => Render<OverviewPage>().FindAll(Test("card-kv"))[0];
    }

    [Fact]
    public void Strip_WorkerThatIsDown_HasItsCacheMarkedToo()
    {
        Ready("sim-1");
        Assert.DoesNotContain("old", Render<OverviewPage>().FindAll(Test("card-cache"))[0].ClassList);

        Eject("sim-1", "connection refused");

        Assert.Contains("old", Render<OverviewPage>().FindAll(Test("card-cache"))[0].ClassList);
    }

    [Fact]
    public void Queue_NobodyReports_IsADashAndNotZero()
    {
        Assert.Equal("—", Render<OverviewPage>().Find(Test("queue") + " .value").TextContent.Trim());

        Scrape("sim-1", waiting: 3);
        Scrape("sim-2", waiting: 4);
        Assert.Equal("7", Render<OverviewPage>().Find(Test("queue") + " .value").TextContent.Trim());

        Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("—", Render<OverviewPage>().Find(Test("queue") + " .value").TextContent.Trim());
    }

    [Fact]
    public void Goodput_CountsWhatCameInTime_AndNamesTheLimit()
    {
        Log.Complete(Log.Record(DecisionSamples.Scored("a")), DecisionSamples.Done());
        Log.Complete(Log.Record(DecisionSamples.Scored("b")), DecisionSamples.Done() with { TimeToFirstToken = TimeSpan.FromSeconds(4) });
        Log.Complete(Log.Record(DecisionSamples.Scored("c")), DecisionSamples.Failed());
        Time.Advance(TimeSpan.FromSeconds(2));

        var tile = Render<OverviewPage>().Find(Test("goodput"));

        Assert.Contains("3.00 s", tile.TextContent);
        Assert.Contains("33 %", tile.TextContent);
        Assert.Contains("0.5", tile.QuerySelector(".value")!.TextContent);
    }

    [Fact]
    public void Alerts_None_LinkToTheRules()
    {
        var tile = Render<OverviewPage>().Find(Test("open-alerts"));

        Assert.Equal("/alerts", tile.GetAttribute("href"));
        Assert.Equal("0", tile.QuerySelector(".value")!.TextContent.Trim());
    }

    [Fact]
    public void SinceChange_TooFewRequests_IsDashes()
    {
        Store.Apply(new StrategySpec { Name = StrategyNames.RoundRobin }, "ann", "compare", expectedRevision: null);

        var table = Render<OverviewPage>().Find(Test("since-change"));

        Assert.Contains("rev 2", table.TextContent);
        Assert.Equal(21, table.QuerySelectorAll(".missing").Length);
    }

    [Fact]
    public void Strip_HotWorker_SaysSoInWordsToo()
    {
        Ready("sim-1");
        Scrape("sim-1", waiting: 51);

        var card = Render<OverviewPage>().FindAll(Test("worker-strip") + " a")[0];

        Assert.Contains("hot", card.ClassList);
        Assert.Contains("hot", card.TextContent);
    }

    [Fact]
    public void Range_Chosen_ExportsThatRange()
    {
        Assert.Equal("/api/overview?format=csv", Render<OverviewPage>().Find(Test("export-csv")).GetAttribute("href"));
        GoTo("/?range=1h");

        var page = Render<OverviewPage>();

        const string Path = "/api/samples?from=2026-11-22T11:00:00Z&to=2026-11-22T12:00:00Z&points=300";
        page.WaitForAssertion(() => Assert.Equal(Path, page.Find(Test("export-json")).GetAttribute("href")));
        Assert.Equal(Path + "&format=csv", page.Find(Test("export-csv")).GetAttribute("href"));
        Assert.Contains(Path, page.Find(Test("api-call")).TextContent);
    }

    [Fact]
    public void Range_Chosen_GoesAlongWithTheLinks()
    {
        GoTo("/?range=1h");

        var page = Render<OverviewPage>();

        Assert.Equal(
            ["/decisions?range=1h", "/alerts?range=1h", "/workers?sort=queue", "/workers?sort=in-flight"], page.FindAll("a.tile").Take(4).Select(t => t.GetAttribute("href")));
        Assert.Equal("/workers/sim-1?range=1h", page.Find(Test("worker-strip") + " a").GetAttribute("href"));
        Assert.Equal("/changes?rev=1&range=1h", page.Find(Test("since-change") + " a").GetAttribute("href"));
        Assert.Equal("/accuracy?range=1h", page.Find(Test("reuse-funnel") + " a").GetAttribute("href"));
    }

    [Fact]
    public async Task Funnel_OfARange_IsSummedFromItsSamples()
    {
        await Samples.StartAsync(Xunit.TestContext.Current.CancellationToken);
        Traffic(cached: 3200);
        Time.Advance(TimeSpan.FromMinutes(10));
        Monitor.Sample();
        Traffic(cached: null);
        Time.Advance(TimeSpan.FromMinutes(10));
        Monitor.Sample();
        var live = Render<OverviewPage>();
        Assert.Equal("last minute", live.Find(Test("reuse-time")).TextContent);
        Assert.Contains("0 tokens", live.Find(Test("reuse-funnel")).TextContent);
        Assert.Empty(live.FindAll(Test("tiles-now")));

        GoTo("/?range=1h");
        var page = Render<OverviewPage>();

        page.WaitForAssertion(() => Assert.Equal("1 hour", page.Find(Test("reuse-time")).TextContent));
        var funnel = page.Find(Test("reuse-funnel")).TextContent;
        Assert.Contains("12,800 tokens", funnel);
        Assert.Contains("11,136 tokens", funnel);
        // Of the one whose engine reported.
        Assert.Equal(["50 %", "3,200 tokens"], page.FindAll(Test("reuse-funnel") + " .step")[3].QuerySelectorAll(".num").Select(n => n.TextContent));
        Assert.Empty(page.FindAll(Test("reuse-note")));
        Assert.Contains("last minute", page.Find(Test("tiles-now")).TextContent);
    }

    private void Traffic(int? cached)
    {
        Log.Complete(Log.Record(DecisionSamples.Scored($"r{Log.Total}")), DecisionSamples.Done(cached: cached));
        for (var i = 0; i < 12; i++)
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            Monitor.Sample();
        }
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
