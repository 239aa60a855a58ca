using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using PrefixConsole.Components.Pages.WorkerDetail;
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
