using Bunit;
using PrefixConsole.Components.Charts;
using PrefixConsole.Components.Pages.WorkerDetail;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Routing.Workers;
using PrefixConsole.Storage.Fleet;
using PrefixConsole.Storage.Model;

namespace PrefixConsole.Tests.Components.Workers;

/// <summary>The timeline of a worker: live, of a range, of one with nothing stored.</summary>
public sealed class StoredWorkerPageTests : StoredPageContext
{
    private IRenderedComponent<WorkerDetailPage> Open(string query = "", string id = "sim-1")
    {
        GoTo($"/workers/{id}{query}");
        var page = Render<WorkerDetailPage>(p => p.Add(x => x.Id, id));
        page.WaitForAssertion(() => Assert.Empty(page.FindAll(Test("range-reading"))), Patience);
        return page;
    }

    private static TimeChart Chart(IRenderedComponent<WorkerDetailPage> page, string title) => page.FindComponents<TimeChart>().Single(c => c.Instance.Title == title).Instance;

    private static SampleRow Row(int after, params WorkerSample[] workers)
    {
        var at = DecisionSamples.At.ToUnixTimeSeconds() + after;
        var row = new SampleRow { At = at, Requests = 1, Detail = new SampleFacts { Models = [], Good = 1 } };
        row.Add([.. workers.Select(w => w with { At = at })]);
        return row;
    }

    private static WorkerSample Sample(string worker, double inFlight, long? removed) => new(0, worker, 10, inFlight, 2, 0.5, 320, 640, 1280, removed);

    [Fact]
    public void Range_DrawsWhatIsStoredOfTheWorker()
    {
        Add(
            Row(-70, Sample("sim-1", 0, 3)),
            Row(-60, Sample("sim-1", 1, 3), Sample("sim-2", 9, 9)),
            Row(-50, Sample("sim-1", 2, 0)),
            Row(-40, Sample("sim-2", 9, 9)),
            Row(0, Sample("sim-1", 4, null)));
        Database.Add(Entry(DecisionSamples.Scored("then")));
        Log.Record(DecisionSamples.Scored("live"));

        var page = Open("?range=1h", "sim-1");

        var load = Chart(page, "Load");
        Assert.Equal(3, Chart(page, "Cache").Series.Count);
        // Nothing is drawn through the time in which nothing was kept.
        Assert.Equal(new double?[] { 0, 1, 2, null, 4 }, load.Series[0].Values);
        Assert.Equal(new double?[] { 25, 25, 25, null, 25 }, Chart(page, "Cache").Series[0].Values);
        Assert.Equal(new double?[] { 50, 50, 50, null, 50 }, Chart(page, "Cache").Series[1].Values);
        Assert.Equal(new double?[] { 18, 18, 0, null, null }, Chart(page, "Evictions").Series[0].Values);
        Assert.Equal((TimeSpan.FromHours(1), Time.GetUtcNow()), (load.Window, load.Until!.Value));
        Assert.NotEmpty(load.Marks);
        var coverage = page.Find(Test("coverage")).TextContent;
        Assert.Contains("4 stored samples, one in 10 s", coverage, StringComparison.Ordinal);
        Assert.Contains("at most 32 workers", coverage, StringComparison.Ordinal);
        Assert.StartsWith("/api/workers/sim-1/samples?from=2026-11-22T11:01:00Z&to=2026-11-22T12:01:00Z", page.Find(Test("json-series")).GetAttribute("href"), StringComparison.Ordinal);
        Assert.EndsWith("from=2026-11-22T11:01:00Z&to=2026-11-22T12:01:00Z", page.Find(Test("all-decisions")).GetAttribute("href"), StringComparison.Ordinal);
        Assert.DoesNotContain("live", page.Markup.Split("Last decisions for it")[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Range_ListsItsStoredDecisionsAndEvents()
    {
        Database.Add(Entry(DecisionSamples.Scored("then")));
        var winner = DecisionSamples.Scored().Winner!.Value.Value;
        Registry.SetStatus(Registry.Find(new WorkerId(winner))!, WorkerStatus.Ready, "probe succeeded");

        var now = Open("?range=1h", winner);
        Assert.Contains("then", now.Markup, StringComparison.Ordinal);
        Assert.Contains("those stored of this time, a sample", now.Find(Test("decisions-shown")).TextContent, StringComparison.Ordinal);
        Assert.Contains("probe succeeded", now.Find(Test("worker-events")).TextContent, StringComparison.Ordinal);

        var before = Open("?from=2026-11-20&to=2026-11-21", winner);
        Assert.Contains("None stored of this time", before.Markup, StringComparison.Ordinal);
        Assert.NotEmpty(before.FindAll(Test("no-worker-events")));
    }

    [Fact]
    public void Range_WithNothingOfTheWorkerStored_SaysWhy()
    {
        Add(Row(-60, Sample("sim-2", 9, 9)), new SampleRow { At = DecisionSamples.At.ToUnixTimeSeconds(), Requests = 7 });

        var page = Open("?range=1h");

        Assert.Contains("No samples of this worker in that time are stored", page.Find(Test("range-empty")).TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindComponents<TimeChart>());
    }

    [Fact]
    public void BadRange_IsLive()
    {
        Monitor.Sample();
        var page = Open("?range=2h");

        Assert.Equal(TimeSpan.FromMinutes(5), Chart(page, "Load").Window);
        Assert.Contains("five minutes", page.Find(Test("timeline-time")).TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Evictions_LiveOfAWorkerThatReportsNothing_AreNotDrawnAsNone()
    {
        Monitor.Sample();
        Assert.NotEmpty(Open().FindAll(Test("no-evictions")));

        Reported.Open(Registry.Find(new WorkerId("sim-1"))!, 0)!.Receive(0, 1);
        for (var i = 0; i < 3; i++)
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            Monitor.Sample();
        }

        var page = Open();
        Assert.Empty(page.FindAll(Test("no-evictions")));
        Assert.Equal(0.0, Chart(page, "Evictions").Series[0].Values[^1]);
    }

    [Fact]
    public void Range_LeftWhileItIsRead_IsLive()
    {
        Add(Row(-60, Sample("sim-1", 1, 3)));
        Database.Hold();
        GoTo("/workers/sim-1?range=1h");
        var page = Render<WorkerDetailPage>(p => p.Add(x => x.Id, "sim-1"));
        Assert.NotEmpty(page.FindAll(Test("range-reading")));

        GoTo("/workers/sim-1");
        page.Render();
        Database.LetGo();

        Assert.Empty(page.FindAll(Test("range-reading")));
        Assert.Equal(TimeSpan.FromMinutes(5), Chart(page, "Load").Window);
    }
}
