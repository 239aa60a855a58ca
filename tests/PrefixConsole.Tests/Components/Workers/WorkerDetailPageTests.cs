using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using PrefixConsole.Components.Charts;
using PrefixConsole.Components.Pages.WorkerDetail;
using PrefixConsole.Gateway.Pins;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Routing.Strategies;
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
    public void NumbersTooOldToCount_AreSaidOnce_AndMarked()
    {
        Ready("sim-1");
        Failures.Answered(Registry.Find(new WorkerId("sim-1"))!);
        Scrape("sim-1", waiting: 3, kvUsage: 0.5);
        Assert.Empty(Open("sim-1").FindAll(Test("last-good")));
        Assert.Empty(Open("sim-1").FindAll(".old"));

        Time.Advance(TimeSpan.FromMinutes(1));

        var page = Open("sim-1");
        var notice = Assert.Single(page.FindAll(Test("last-good"))).TextContent;
        Assert.Contains("too old to count in decisions", notice, StringComparison.Ordinal);
        Assert.Contains("Last answer to a health check 1 min ago.", notice, StringComparison.Ordinal);
        Assert.Contains("Last metrics 1 min ago.", notice, StringComparison.Ordinal);
        Assert.All([Test("kv-use"), Test("engine-queue")], tile => Assert.Contains("old", page.Find(tile).ClassList));

        // The gateway's own count of what it was sent is of now while it answers.
        Assert.DoesNotContain("old", page.Find(Test("predicted-cache")).ClassList);
    }

    [Fact]
    public void Down_SaysWhenItLastAnswered_AndMarksNumbersAndCachesAlike()
    {
        Ready("sim-1");
        Failures.Answered(Registry.Find(new WorkerId("sim-1"))!);
        Scrape("sim-1", waiting: 3, kvUsage: 0.5);
        Time.Advance(TimeSpan.FromSeconds(3));
        Eject("sim-1", "connection refused");

        var page = Open("sim-1");

        var notice = page.Find(Test("last-good")).TextContent;
        Assert.Contains("It is down.", notice, StringComparison.Ordinal);
        Assert.Contains("Last answer to a health check 3 s ago. Last metrics 3 s ago.", notice, StringComparison.Ordinal);
        Assert.All(
            [Test("kv-use"), Test("engine-queue"), Test("predicted-cache"), Test("reported-cache")],
            tile => Assert.Contains("old", page.Find(tile).ClassList));
        Assert.Contains("it last answered 3 s ago", page.Find(Test("predicted-cache")).ParentElement!.GetAttribute("title"), StringComparison.Ordinal);
    }

    [Fact]
    public void Down_NeverHeardOf_SaysSo()
    {
        Eject("sim-1", "connection refused");

        var notice = Open("sim-1").Find(Test("last-good")).TextContent;

        Assert.Contains("No health check was answered yet. It never reported metrics.", notice, StringComparison.Ordinal);
    }

    [Fact]
    public void Breaker_Open_ShowsItsStateItsCauseAndItsHistory()
    {
        Ready("sim-1");
        Assert.Contains("It has not opened", Open("sim-1").Find(Test("worker-breaker")).TextContent, StringComparison.Ordinal);

        Eject("sim-1", "health check answered 503");
        Time.Advance(TimeSpan.FromMinutes(2));
        var open = Open("sim-1");
        Assert.Contains("Since 2026-11-22 12:00:00 UTC, for 2 min. It gets no requests.", open.Find(Test("breaker-now")).TextContent, StringComparison.Ordinal);
        Assert.Contains("Last failure 2 min ago: health check answered 503", open.Find(Test("breaker-last")).TextContent, StringComparison.Ordinal);
        Assert.Equal(["opened", "health check answered 503", "1", "still open"], Row(open, 0));

        Failures.Answered(Registry.Find(new WorkerId("sim-1"))!);
        Ready("sim-1");
        var closed = Open("sim-1");
        Assert.Contains("closed", closed.Find(Test("breaker-now")).TextContent, StringComparison.Ordinal);
        Assert.Equal(["ended", "probe succeeded", "", "2.0 min"], Row(closed, 0));
        Assert.Equal(["opened", "health check answered 503", "1", ""], Row(closed, 1));

        static string[] Row(IRenderedComponent<WorkerDetailPage> page, int row) =>
            [.. page.FindAll(Test("breaker-event"))[row].Children.Skip(1).Select(c => c.TextContent)];
    }

    [Fact]
    public void Refresh_IsTwiceASecond_AlsoWhenOnlyDecisionsCome()
    {
        var page = Open("sim-2");
        Log.Record(DecisionSamples.Scored("r-1"));
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll("a[href='/decisions/r-1']")));

        Log.Record(DecisionSamples.Scored("r-2"));
        Time.Advance(TimeSpan.FromMilliseconds(499));
        Assert.Empty(page.FindAll("a[href='/decisions/r-2']"));
        Time.Advance(TimeSpan.FromMilliseconds(1));

        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll("a[href='/decisions/r-2']")));
    }

    [Fact]
    public void Charts_MarkEachChangeOfStrategy()
    {
        Store.Apply(new StrategySpec { Name = StrategyNames.RoundRobin }, "ann", "compare", expectedRevision: null);

        var charts = Open("sim-1").FindComponents<TimeChart>();

        Assert.Equal(["Cache", "Load"], charts.Select(c => c.Instance.Title));
        Assert.All(charts, c => Assert.Equal(["rev 2", "rev 1"], c.Instance.Marks.Select(m => m.Label)));
    }

    [Fact]
    public void Foot_LinksToWhatTheApiHasOfItsSections()
    {
        var links = Open("sim-1").FindAll(Test("more-json") + " a").Select(a => a.GetAttribute("href"));

        Assert.Equal(
            ["series", "breaker", "probes", "events", "prefixes/differences"],
            links.Select(l => l!["/api/workers/sim-1/".Length..]));
    }

    [Fact]
    public void Decisions_MoreThanAreListed_SaysOfHowMany()
    {
        for (var i = 0; i < 20; i++)
        {
            Log.Record(DecisionSamples.Scored($"r-{i}"));
        }

        Assert.Equal("", Open("sim-2").Find(Test("decisions-shown")).TextContent);

        Log.Record(DecisionSamples.Scored("r-20"));
        Assert.Equal("showing 20 of 21 kept", Open("sim-2").Find(Test("decisions-shown")).TextContent);
    }

    [Fact]
    public void LostDecisions_MoreThanAreListed_SaysOfHowMany()
    {
        var candidates = new[] { DecisionSamples.Candidate("sim-1", 80, column: 0), DecisionSamples.Candidate("sim-2", 20, column: 1) };
        for (var i = 0; i < 12; i++)
        {
            Log.Record(DecisionSamples.Decision($"r-{i}", "max-score", "sim-2", candidates));
        }

        var page = Open("sim-1");

        Assert.Equal(10, page.FindAll(Test("lost-decision")).Count);
        Assert.Contains("showing 10 of 12", page.Find(Test("lost-decisions")).TextContent, StringComparison.Ordinal);
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

    [Theory]
    [InlineData("drain", "drain-workers")]
    [InlineData("reset", "reset-index")]
    [InlineData("pin", "pin-worker")]
    public void WhatWasBegunForAWorker_DoesNotFollowToAnother(string button, string panel)
    {
        Ready("sim-1");
        Ready("sim-2");
        var page = Open("sim-1");
        page.Find(Test(button)).Click();
        Assert.NotEmpty(page.FindAll(Test(panel)));

        page.Render(p => p.Add(x => x.Id, "sim-2"));

        Assert.Empty(page.FindAll(Test(panel)));
        Assert.Equal(0, Services.GetRequiredService<WorkerPins>().Of(new WorkerId("sim-2")).Count);
    }

    [Theory]
    [InlineData("reset", "reset-api-call", "POST '[^']*/api/workers/sim-1/reset-index'")]
    [InlineData("pin", "pin-api-call", "DELETE '[^']*/api/workers/sim-1/pin'")]
    public void Panels_SayTheCallThatDoesTheSame(string button, string id, string call)
    {
        Ready("sim-1");
        var page = Open("sim-1");

        page.Find(Test(button)).Click();

        Assert.Matches(call, page.Find(Test(id)).TextContent);
    }

    [Fact]
    public void Draining_SaysTheCallThatEndsIt()
    {
        Ready("sim-1");
        Assert.Empty(Open("sim-1").FindAll(Test("undrain-api-call")));

        Fleet.Drain(new WorkerId("sim-1"));

        Assert.Matches("POST '[^']*/api/workers/sim-1/undrain'", Open("sim-1").Find(Test("undrain-api-call")).TextContent);
    }

    [Fact]
    public void Audit_IsLinkedForThoseWhoMayReadIt()
    {
        Assert.NotEmpty(Open("sim-1").FindAll(Test("worker-audit")));
        Desk.Seat(Viewer);
        Assert.Empty(Open("sim-1").FindAll(Test("worker-audit")));
    }
}
