using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using PrefixConsole.Components.Pages.WorkerDetail;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Tests.Components.Workers;

public sealed class WorkerDetailPageTests : FleetPageContext
{
    private IRenderedComponent<WorkerDetailPage> Open(string id) => Render<WorkerDetailPage>(p => p.Add(x => x.Id, id));

    [Fact]
    public void Unknown_LeadsBack()
    {
        var page = Open("nobody");

        Assert.Contains("No worker is called nobody", page.Find(Test("worker-unknown")).TextContent);
        Assert.Equal("/workers", page.Find(Test("worker-unknown") + " a").GetAttribute("href"));
    }

    [Fact]
    public void NothingServed_SaysSo()
    {
        var page = Open("sim-1");

        Assert.NotEmpty(page.FindAll(Test("prefixes-empty")));
        Assert.Contains("None kept", page.Markup);
        Assert.Contains(page.FindAll(".missing"), m => m.GetAttribute("title") == "no metric");
    }

    [Fact]
    public void Events_AreListedNewestFirst_WithTheirReason()
    {
        Ready("sim-1");

        var rows = Open("sim-1").FindAll(Test("worker-event")).Select(r => r.TextContent).ToArray();

        Assert.Contains(rows, r => r.Contains("Ready", StringComparison.Ordinal) && r.Contains("probe succeeded", StringComparison.Ordinal));
        Fleet.Drain(new WorkerId("sim-1"));
        Assert.Contains("Draining", Open("sim-1").FindAll(Test("worker-event"))[0].TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void NumbersTooOldToCount_AreDimmedAndCalledStale()
    {
        Scrape("sim-1", waiting: 3, kvUsage: 0.5);
        Assert.Empty(Open("sim-1").FindAll(Test("metrics-stale")));

        Time.Advance(TimeSpan.FromMinutes(1));

        var page = Open("sim-1");
        Assert.Contains("stale 1 min", page.Find(Test("metrics-stale")).TextContent, StringComparison.Ordinal);
        Assert.Contains("dim", page.Find(Test("kv-use")).ClassList);
    }

    [Fact]
    public void Head_ShowsStateItsReasonAndSince()
    {
        Ready("sim-1");

        var head = Open("sim-1").Find(".head").TextContent;

        Assert.Contains("ready", head);
        Assert.Contains("probe succeeded, since 12:00:00 UTC", head);
    }

    [Fact]
    public void PredictedCache_SizeKnown_ShowsItsShare()
    {
        Insert(0, 1);
        Scrape("sim-1", kvBlocks: 160, blockSize: 16);

        // 20 blocks of 256 bytes are 1,280 tokens, half of 2,560.
        Assert.Contains(Open("sim-1").FindAll(".tile"), t => t.TextContent.Contains("1,280", StringComparison.Ordinal) && t.TextContent.Contains("50 %", StringComparison.Ordinal));
    }

    [Fact]
    public void Decisions_ForIt_LinkToTheirExplanation()
    {
        var entry = Log.Record(DecisionSamples.Scored("r-7"));
        Log.Complete(entry, DecisionSamples.Done());

        Assert.NotEmpty(Open("sim-2").FindAll("a[href='/decisions/r-7']"));
        Assert.Empty(Open("sim-1").FindAll("a[href='/decisions/r-7']"));
    }

    [Fact]
    public void Facts_NotKnown_SayWhy()
    {
        var facts = Open("sim-1").Find(Test("worker-facts"));

        Assert.Contains("http://localhost:1/", facts.TextContent);
        Assert.Contains(facts.QuerySelectorAll(".missing"), m => m.GetAttribute("title")!.StartsWith("no endpoint configured", StringComparison.Ordinal));
    }

    [Fact]
    public void Probes_NoneYet_SaysSo() => Assert.Contains("not asked yet", Open("sim-1").Find(Test("worker-probes")).TextContent);

    [Fact]
    public void Probes_LastFailed_SaysWhy_WithATableBehindTheStrip()
    {
        Probe("sim-1", well: true);
        Probe("sim-1", well: false);

        var page = Open("sim-1");

        Assert.Contains("health check answered 503", page.Find(Test("probe-last")).TextContent);
        Assert.Contains("1 of 2 failed", page.Find(Test("probe-last")).TextContent);
        Assert.Contains("2 health checks, 1 failed", page.Find(Test("worker-probes") + " svg").GetAttribute("aria-label"));
        Assert.Equal(["failed", "answered"], page.FindAll(Test("probe-table") + " tbody tr").Select(r => r.Children[1].TextContent));
    }

    [Fact]
    public void Draining_ThatDoesNotAnswer_IsBoth()
    {
        Fleet.Drain(new WorkerId("sim-1"));
        Assert.Empty(Open("sim-1").FindAll(Test("not-answering")));

        Probe("sim-1", well: false);
        Probe("sim-1", well: false);
        Probe("sim-1", well: false);

        var page = Open("sim-1");
        Assert.Contains("draining", page.Find(".head").TextContent);
        Assert.Contains("not answering: health check answered 503", page.Find(Test("worker-why")).TextContent);
        Assert.Equal("health check answered 503", page.Find(Test("not-answering")).GetAttribute("title"));

        Probe("sim-1", well: true);
        Assert.Empty(Open("sim-1").FindAll(Test("not-answering")));
    }

    [Fact]
    public void LostDecisions_WhereItHadMost_LinkToTheirExplanation()
    {
        var candidates = new[] { DecisionSamples.Candidate("sim-1", 80, column: 0), DecisionSamples.Candidate("sim-2", 20, column: 1) };
        Log.Record(DecisionSamples.Decision("r-lost", "max-score", "sim-2", candidates));
        Log.Record(DecisionSamples.Decision("r-won", "max-score", "sim-1", candidates));

        var row = Assert.Single(Open("sim-1").FindAll(Test("lost-decision")));

        Assert.Equal("/decisions/r-lost", row.QuerySelector("a")!.GetAttribute("href"));
        Assert.Contains("5,120", row.TextContent);
        Assert.Contains("None.", Open("sim-2").Find(Test("lost-decisions")).TextContent);
    }

    [Fact]
    public void ResetIndex_AsksFirst_AndSaysWhatIsForgotten()
    {
        Insert(0, 1);
        var page = Open("sim-1");

        page.Find(Test("reset")).Click();
        Assert.Contains("1,280 predicted tokens are forgotten", page.Find(Test("reset-consequences")).TextContent);
        page.Find(Test("reset-name")).Input("sim-2");
        page.Find(Test("reset-index")).Submit();
        Assert.Equal(20, Tree.BlocksOf(0));
        page.Find(Test("reset-name")).Input("sim-1");
        page.Find(Test("reset-index")).Submit();

        Assert.Equal(0, Tree.BlocksOf(0));
        Assert.Empty(page.FindAll(Test("reset-index")));
    }

    private void Probe(string worker, bool well) => Probes.Add(
        Registry.Find(new WorkerId(worker))!,
        new ProbeResult(Time.GetUtcNow(), well, TimeSpan.FromMilliseconds(12), well ? "" : "health check answered 503"));

    [Fact]
    public void Remove_Typed_RemovesAndGoesToTheFleet()
    {
        var page = Open("sim-1");
        page.FindAll(".head button").Single(b => b.TextContent.StartsWith("Remove", StringComparison.Ordinal)).Click();
        page.Find(Test("remove-name")).Input("sim-1");

        page.Find(Test("remove-worker")).Submit();

        Assert.Null(Registry.Find(new WorkerId("sim-1")));
        Assert.EndsWith("/workers", Services.GetRequiredService<NavigationManager>().Uri);
    }
}
