using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using PrefixConsole.Components.Pages.Workers;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Tests.Components.Workers;

public sealed class WorkersPageTests : FleetPageContext
{
    private string Uri => Services.GetRequiredService<NavigationManager>().Uri;

    [Fact]
    public void NoWorkers_SaysHowToAddOne()
    {
        Registry.Remove(new WorkerId("sim-1"));
        Registry.Remove(new WorkerId("sim-2"));

        Assert.Contains("appsettings.json", Render<WorkersPage>().Find(Test("no-workers")).TextContent);
    }

    [Fact]
    public void Row_NumbersNotReported_AreDashesWithAReasonAndNotZero()
    {
        Scrape("sim-1", waiting: 0);

        var rows = Render<WorkersPage>().FindAll(Test("worker-row"));

        Assert.Equal("0", rows[0].Children[5].TextContent.Trim());
        var missing = rows[1].Children[5].QuerySelector(".missing")!;
        Assert.Equal("—", missing.TextContent);
        Assert.Equal("no metric", missing.GetAttribute("title"));
    }

    [Fact]
    public void Row_NumbersTooOldToCount_AreDimmed()
    {
        Scrape("sim-1", waiting: 3);
        Assert.DoesNotContain("dim", Render<WorkersPage>().FindAll(Test("worker-queue"))[0].ClassList);

        Time.Advance(TimeSpan.FromMinutes(1));

        var cell = Render<WorkersPage>().FindAll(Test("worker-queue"))[0];
        Assert.Equal("3", cell.TextContent);
        Assert.Contains("dim", cell.ClassList);
    }

    [Fact]
    public void Row_State_HasItsReason()
    {
        Ready("sim-1");

        var state = Render<WorkersPage>().Find(Test("worker-row") + " .state");

        Assert.Equal("ready", state.TextContent);
        Assert.Equal("probe succeeded", state.GetAttribute("title"));
    }

    [Fact]
    public void Filter_WhileTyped_NarrowsTheTableAndLeavesTheUrl()
    {
        var page = Render<WorkersPage>();

        page.Find(Test("worker-filter")).Input("sim-2");

        Assert.Equal("sim-2", Assert.Single(page.FindAll(Test("worker-row"))).QuerySelector(".worker")!.TextContent);
        Assert.DoesNotContain("q=", Uri);
    }

    [Fact]
    public void Filter_Typed_GoesToTheUrlAndSortingKeepsIt()
    {
        var page = Render<WorkersPage>();
        page.Find(Test("worker-filter")).Input("sim-2");
        page.Find(Test("worker-filter")).Change("sim-2");
        Assert.EndsWith("?q=sim-2", Uri);

        page.FindAll("th button").Single(b => b.TextContent == "Queue").Click();

        Assert.Contains("q=sim-2", Uri);
        page.WaitForAssertion(() => Assert.Single(page.FindAll(Test("worker-row"))));
    }

    [Fact]
    public void Filter_UrlChanges_Wins()
    {
        var page = Render<WorkersPage>();
        page.Find(Test("worker-filter")).Input("sim-2");

        GoTo("/workers?q=sim-1");

        page.WaitForAssertion(() => Assert.Equal("sim-1", page.Find(Test("worker-filter")).GetAttribute("value")));
        Assert.Equal("sim-1", Assert.Single(page.FindAll(Test("worker-row"))).QuerySelector(".worker")!.TextContent);
    }

    [Fact]
    public void Filter_NothingMatches_OffersToClearIt()
    {
        GoTo("/workers?q=zzz");

        Assert.Contains("None of the 2 workers", Render<WorkersPage>().Find(Test("no-match")).TextContent);
    }

    [Fact]
    public void Sort_Head_GoesToTheUrlAndIsAnnounced()
    {
        Scrape("sim-2", waiting: 3);
        var page = Render<WorkersPage>();

        page.FindAll("th button").Single(b => b.TextContent == "Queue").Click();

        Assert.EndsWith("?sort=queue", Uri);
        page.WaitForAssertion(() => Assert.Equal("descending", page.Find("th[aria-sort]").GetAttribute("aria-sort")));
        Assert.Equal("sim-2", page.Find(Test("worker-row") + " .worker").TextContent);
    }

    [Fact]
    public void Drain_Confirmed_DrainsAndOffersTheWayBack()
    {
        Ready("sim-1");
        var page = Render<WorkersPage>();

        page.FindAll(Test("drain"))[0].Click();
        Assert.Equal(WorkerStatus.Ready, Registry.Find(new WorkerId("sim-1"))!.Status);
        page.Find(Test("drain-name")).Input("sim-1");
        page.Find(Test("drain-workers")).Submit();

        Assert.Empty(page.FindAll(Test("drain-workers")));
        Assert.Equal(WorkerStatus.Draining, Registry.Find(new WorkerId("sim-1"))!.Status);
        page.WaitForAssertion(() => Assert.Single(page.FindAll(Test("undrain"))));
    }

    [Fact]
    public void Drain_NameNotTyped_DoesNothing()
    {
        Ready("sim-1");
        var page = Render<WorkersPage>();
        page.FindAll(Test("drain"))[0].Click();

        page.Find(Test("drain-name")).Input("sim-2");
        page.Find(Test("drain-workers")).Submit();

        Assert.True(page.Find(Test("drain-confirm")).HasAttribute("disabled"));
        Assert.Equal(WorkerStatus.Ready, Registry.Find(new WorkerId("sim-1"))!.Status);
    }

    [Fact]
    public void Drain_OfTheLastReadyWorker_SaysThatRequestsWillBeRefused()
    {
        Ready("sim-1");
        var page = Render<WorkersPage>();

        page.FindAll(Test("drain"))[0].Click();

        Assert.Contains("every new request will be refused", page.Find(Test("drain-consequences")).TextContent);
    }

    [Fact]
    public void BulkDrain_Confirmed_DrainsAllThatWerePicked_AndUndrainsThem()
    {
        Ready("sim-1");
        Ready("sim-2");
        var page = Render<WorkersPage>();
        Assert.Empty(page.FindAll(Test("bulk")));

        page.Find(Test("pick-all")).Change(true);
        Assert.Contains("2 selected", page.Find(Test("bulk")).TextContent);
        page.Find(Test("bulk-drain")).Click();
        Assert.Contains("/api/workers/sim-1/drain", page.Find(Test("drain-api-call")).TextContent, StringComparison.Ordinal);
        Assert.Contains("/api/workers/sim-2/drain", page.Find(Test("drain-api-call")).TextContent, StringComparison.Ordinal);
        page.Find(Test("drain-name")).Input("drain 2");
        page.Find(Test("drain-workers")).Submit();
        Assert.All(Registry.Workers, w => Assert.Equal(WorkerStatus.Draining, w.Status));
        Assert.Empty(page.FindAll(Test("bulk")));

        page.FindAll(Test("pick"))[1].Change(true);
        page.Find(Test("bulk-undrain")).Click();
        Assert.Equal([WorkerStatus.Draining, WorkerStatus.Pending], Registry.Workers.Select(w => w.Status));
    }

    [Fact]
    public void BulkDrain_NamesAllWorkers_AndThoseTheFilterHides()
    {
        Ready("sim-1");
        Ready("sim-2");
        var page = Render<WorkersPage>();
        page.Find(Test("pick-all")).Change(true);
        page.Find(Test("bulk-drain")).Click();
        Assert.Contains("sim-1, sim-2", page.Find(Test("drain-workers") + " " + Test("picked-workers")).TextContent);
        Assert.Empty(page.FindAll(Test("picked-hidden")));

        page.Find(Test("worker-filter")).Input("sim-2");

        Assert.All(page.FindAll(Test("picked-hidden")), said => Assert.Equal("1 of them is not in the list now: sim-1", said.TextContent));
        Assert.Equal(2, page.FindAll(Test("picked-hidden")).Count);
    }

    [Fact]
    public void Picked_FilterThatHidesAll_StillNamesThem()
    {
        var page = Render<WorkersPage>();
        page.Find(Test("pick-all")).Change(true);

        page.Find(Test("worker-filter")).Input("<script>");

        Assert.Equal("All of them are not in the list now: sim-1, sim-2", page.Find(Test("bulk") + " " + Test("picked-hidden")).TextContent);
        Assert.NotEmpty(page.FindAll(Test("bulk-undrain")));
        Assert.Empty(page.FindAll("script"));
    }

    [Fact]
    public void Drain_OfOneThatTheFilterHides_SaysSo()
    {
        var page = Render<WorkersPage>();
        page.FindAll(Test("drain"))[0].Click();
        Assert.Empty(page.FindAll(Test("picked-workers")));

        page.Find(Test("worker-filter")).Input("sim-2");

        Assert.Equal("It is not in the list now: sim-1", page.Find(Test("picked-hidden")).TextContent);
    }

    [Fact]
    public void Picked_WorkerThatIsRemoved_IsNotSelectedAnyMore()
    {
        var page = Render<WorkersPage>();
        page.FindAll(Test("pick"))[0].Change(true);

        Registry.Remove(new WorkerId("sim-1"));

        page.WaitForAssertion(() => Assert.Empty(page.FindAll(Test("bulk"))));
    }

    [Fact]
    public void Temperature_HotWorker_IsMarkedWithItsReason_AndFound()
    {
        Ready("sim-1");
        Scrape("sim-1", waiting: 51);

        Services.GetRequiredService<NavigationManager>().NavigateTo("/workers?q=hot");
        var page = Render<WorkersPage>();

        var chip = Assert.Single(page.FindAll(Test("temperature")));
        Assert.Contains("51 requests wait in its queue", chip.GetAttribute("title"));
        Assert.Single(page.FindAll(Test("worker-row")));
    }

    [Fact]
    public void Temperature_WarmWorker_IsCalledSo_AndFound()
    {
        Ready("sim-1");
        Insert(0, 1);
        Scrape("sim-1", waiting: 0, kvBlocks: 160, blockSize: 16);
        GoTo("/workers?q=warm");

        var page = Render<WorkersPage>();

        Assert.Equal("warm", Assert.Single(page.FindAll(Test("temperature"))).TextContent);
        Assert.Single(page.FindAll(Test("worker-row")));
    }

    [Fact]
    public void State_FromTheUrl_NarrowsTheTable_AndIsChosenThere()
    {
        Ready("sim-1");
        Scrape("sim-1", waiting: 51);
        Ready("sim-2");
        GoTo("/workers?state=hot");
        var page = Render<WorkersPage>();
        Assert.Equal("sim-1", Assert.Single(page.FindAll(Test("worker-row"))).QuerySelector(".worker")!.TextContent);

        page.Find(Test("worker-state")).Change("ready");
        Assert.EndsWith("?state=ready", Uri);
        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll(Test("worker-row")).Count));

        page.Find(Test("worker-state")).Change("");
        Assert.DoesNotContain("state", Uri);
    }

    [Theory]
    [InlineData("state", "sleepy")]
    [InlineData("sort", "nothing")]
    public void Url_WithAValueThatCannotBeUsed_SaysSo_AndListsAll(string name, string value)
    {
        GoTo($"/workers?{name}={value}");

        var page = Render<WorkersPage>();

        Assert.Contains($"{name} is \"{value}\", expected one of", page.Find(Test($"query-error-{name}")).TextContent);
        Assert.Equal(2, page.FindAll(Test("worker-row")).Count);
    }

    [Fact]
    public void Sort_ByState_IsWorstFirst()
    {
        Ready("sim-1");
        Ready("sim-2");
        Scrape("sim-2", waiting: 51);
        GoTo("/workers?sort=state");

        Assert.Equal(["sim-2", "sim-1"], Render<WorkersPage>().FindAll(Test("worker-row") + " .worker").Select(w => w.TextContent));
    }

    [Fact]
    public void Group_ByState_TellsHotFromTheOthers()
    {
        Ready("sim-1");
        Ready("sim-2");
        Scrape("sim-2", waiting: 51);
        GoTo("/workers?group=state");

        Assert.Equal(["ready 1 worker", "ready, hot 1 worker"], Render<WorkersPage>().FindAll(Test("worker-group")).Select(g => g.Children[1].TextContent.Trim()));
    }

    [Fact]
    public void Breaker_OfAWorkerThatIsDown_IsOpen_SaysWhy_AndSortsFirst()
    {
        Ready("sim-1");
        Eject("sim-2", "health check answered 503");
        GoTo("/workers?sort=breaker&cols=state,breaker");

        var chips = Render<WorkersPage>().FindAll(Test("worker-breaker") + " " + Test("breaker"));

        Assert.Equal(["✗open1 failed", "✓closed"], chips.Select(c => c.TextContent));
        Assert.Contains("Last failure just now: health check answered 503", chips[0].GetAttribute("title"));
    }

    [Fact]
    public void State_OfAReadyWorkerThatFails_SaysSoBeforeItsBreakerOpens()
    {
        Ready("sim-1");
        Assert.Empty(Render<WorkersPage>().FindAll(Test("breaker")));

        Failures.Failed(Registry.Find(new WorkerId("sim-1"))!, "health check answered 503");

        var chip = Assert.Single(Render<WorkersPage>().FindAll(Test("worker-row"))[0].QuerySelectorAll(Test("breaker")));
        Assert.Equal("!1 of 3 failed", chip.TextContent);
    }

    [Fact]
    public void Row_OfAWorkerThatIsDown_HasItsCachesAndNumbersMarkedAsOld()
    {
        Ready("sim-1");
        Scrape("sim-1", waiting: 3);
        Failures.Answered(Registry.Find(new WorkerId("sim-1"))!);
        Time.Advance(TimeSpan.FromSeconds(2));
        Assert.Empty(Render<WorkersPage>().FindAll(Test("worker-row") + " .old"));

        Eject("sim-1", "connection refused");

        var row = Render<WorkersPage>().FindAll(Test("worker-row"))[0];
        Assert.Equal("As its engine said 2 s ago: it does not answer", row.QuerySelector(Test("worker-queue"))!.GetAttribute("title"));
        Assert.Contains("old", row.QuerySelector(Test("worker-queue"))!.ClassList);
        Assert.Contains("old", row.QuerySelector(Test("worker-tokens"))!.ClassList);
        Assert.Equal("As last known: it last answered 2 s ago", row.QuerySelector(Test("worker-tokens"))!.GetAttribute("title"));
    }

    [Fact]
    public void Export_FilterStateAndSort_AreThoseOfTheTable()
    {
        var page = Render<WorkersPage>();
        Assert.Equal("/api/workers?format=csv", page.Find(Test("export-csv")).GetAttribute("href"));

        GoTo("/workers?q=sim&state=pending&sort=-queue");
        page.WaitForAssertion(() => Assert.Equal("/api/workers?q=sim&state=pending&sort=-queue", page.Find(Test("export-json")).GetAttribute("href")));
        Assert.Equal("/api/workers?q=sim&state=pending&sort=-queue&format=csv", page.Find(Test("export-csv")).GetAttribute("href"));
        Assert.Contains("/api/workers?q=sim&state=pending&sort=-queue", page.Find(Test("api-call")).TextContent);

        // What is typed counts before it is in the URL: so does the table.
        page.Find(Test("worker-filter")).Input("sim-2");
        Assert.StartsWith("/api/workers?q=sim-2&", page.Find(Test("export-json")).GetAttribute("href"), StringComparison.Ordinal);
    }

    [Fact]
    public void Coverage_IsSaidOnce() =>
        Assert.Single(System.Text.RegularExpressions.Regex.Matches(Render<WorkersPage>().Markup, "No worker reports its cache"));

    [Fact]
    public void Filter_DoesNotPromiseAKeyThatTheSearchHas()
    {
        var filter = Render<WorkersPage>().Find(Test("worker-filter"));

        Assert.DoesNotContain("/", filter.GetAttribute("placeholder"));
        Assert.False(filter.HasAttribute("data-search"));
    }

    [Fact]
    public void Load_BeyondTheScale_IsTheTrueNumber_AndTheLegendSaysWhereItEnds()
    {
        for (var i = 0; i < 40; i++)
        {
            Registry.Find(new WorkerId("sim-1"))!.Load.Acquire(1, 1);
        }

        Time.Advance(TimeSpan.FromSeconds(1));
        Monitor.Sample();
        GoTo("/workers?heat=load");

        var page = Render<WorkersPage>();

        Assert.Equal("Load of sim-1 over five minutes, now 40 in flight", page.FindAll(Test("worker-row"))[0].QuerySelector("svg.heat")!.GetAttribute("aria-label"));
        Assert.EndsWith("16 or more in flight", page.Find(Test("heat-scale")).TextContent, StringComparison.Ordinal);
        Assert.Equal(["sim-1", "40 in flight", "40 in flight", "40 in flight"], page.OpenTables().Find(Test("heat-table") + " tbody tr").Children.Select(c => c.TextContent));
    }

    [Fact]
    public void Columns_FromTheUrl_AreListedWithTheName_AndToggledThere()
    {
        GoTo("/workers?cols=queue,epoch,nonsense");
        var page = Render<WorkersPage>();
        Assert.Equal(["Worker", "Queue", "Epoch"], page.FindAll(Test("worker-table") + " th button").Select(b => b.TextContent.Trim()));
        Assert.Equal("no batch yet", page.Find(Test("worker-row")).Children[3].QuerySelector(".missing")!.GetAttribute("title"));

        page.Find(Test("column-epoch")).Change(false);

        Assert.EndsWith("?cols=queue", Uri);
        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll(Test("worker-table") + " th button").Count));
        page.Find(Test("columns-usual")).Click();
        Assert.DoesNotContain("cols", Uri);
    }

    [Fact]
    public void UniqueAndDuplicated_SayHowMuchOfTheTreeWasRead()
    {
        Insert(0, 1);
        Insert(1, 2, ownBlocks: 20);
        GoTo("/workers?cols=unique,duplicated");

        var page = Render<WorkersPage>();

        // Ten blocks of 256 bytes are shared; ten and twenty are not.
        Assert.Equal(["640", "640"], page.FindAll(Test("worker-row"))[0].QuerySelectorAll(".num").Select(c => c.TextContent.Trim()));
        Assert.Equal(["1,280", "640"], page.FindAll(Test("worker-row"))[1].QuerySelectorAll(".num").Select(c => c.TextContent.Trim()));
        Assert.Contains("100 % of the predicted tree", page.Find(Test("unique-coverage")).TextContent);
    }

    [Fact]
    public void Group_ByState_HasALineWithCountAndSums()
    {
        Ready("sim-1");
        Scrape("sim-1", waiting: 3);
        GoTo("/workers?group=state&cols=queue,kv");

        var page = Render<WorkersPage>();

        var groups = page.FindAll(Test("worker-group"));
        Assert.Equal(["pending 1 worker", "ready 1 worker"], groups.Select(g => g.Children[1].TextContent.Trim()));
        Assert.Equal(["—", "3"], groups.Select(g => g.Children[2].TextContent.Trim()));
        Assert.Equal(["", ""], groups.Select(g => g.Children[3].TextContent.Trim()));
        Assert.Equal(2, page.FindAll(Test("worker-row")).Count);

        page.Find(Test("worker-group-by")).Change("role");
        Assert.Contains("group=role", Uri);
        page.WaitForAssertion(() => Assert.Equal("Both 2 workers", Assert.Single(page.FindAll(Test("worker-group"))).Children[1].TextContent.Trim()));
    }

    [Fact]
    public void Group_PickAll_PicksWorkersOnly()
    {
        GoTo("/workers?group=model");
        var page = Render<WorkersPage>();

        page.Find(Test("pick-all")).Change(true);

        Assert.Contains("2 selected", page.Find(Test("bulk")).TextContent);
    }

    [Fact]
    public void Remove_NameNotTyped_DoesNothing()
    {
        var page = Render<WorkersPage>();
        page.FindAll(Test("remove"))[1].Click();

        Assert.Matches("curl -X DELETE '[^']*/api/workers/sim-2'", page.Find(Test("remove-api-call")).TextContent);
        page.Find(Test("remove-name")).Input("sim-1");
        Assert.True(page.Find(Test("remove-confirm")).HasAttribute("disabled"));
        page.Find(Test("remove-worker")).Submit();

        Assert.NotNull(Registry.Find(new WorkerId("sim-1")));
        Assert.NotNull(Registry.Find(new WorkerId("sim-2")));
    }

    [Fact]
    public void Remove_NameTyped_RemovesThatWorkerOnly()
    {
        var page = Render<WorkersPage>();
        page.FindAll(Test("remove"))[1].Click();

        page.Find(Test("remove-name")).Input("sim-2");
        page.Find(Test("remove-worker")).Submit();

        Assert.Null(Registry.Find(new WorkerId("sim-2")));
        Assert.Single(page.FindAll(Test("worker-row")));
        Assert.Empty(page.FindAll(Test("remove-worker")));
    }

    [Fact]
    public void Remove_WorkerOfTheConfiguration_SaysThatItComesBack_AnAddedOneIsMarked()
    {
        Assert.Empty(Book.Add(new() { Id = "gpu-9", Url = "http://203.0.113.9:8000" }, "bob"));
        var page = Render<WorkersPage>();
        Assert.Equal("added by bob at 2026-11-22 12:00:00 UTC", page.FindAll(Test("worker-added")).Single().GetAttribute("title"));

        page.FindAll(Test("remove"))[1].Click();
        Assert.Single(page.FindAll(Test("comes-back")));

        var rows = page.FindAll(Test("worker-row")).Select(r => r.TextContent).ToList();
        page.FindAll(Test("remove"))[rows.FindIndex(r => r.Contains("gpu-9", StringComparison.Ordinal))].Click();
        Assert.Empty(page.FindAll(Test("comes-back")));
    }

    [Fact]
    public void Paused_FleetChanges_KeepsWhatItShows()
    {
        var page = Render<WorkersPage>();
        Session.Paused = true;

        Registry.Remove(new WorkerId("sim-2"));
        Time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(2, page.FindAll(Test("worker-row")).Count);

        Session.Paused = false;
        Time.Advance(TimeSpan.FromSeconds(5));
        page.WaitForAssertion(() => Assert.Single(page.FindAll(Test("worker-row"))));
    }

    private PrefixConsole.Components.Layout.ConsoleSession Session => Services.GetRequiredService<PrefixConsole.Components.Layout.ConsoleSession>();
}
