using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using PrefixConsole.Components.Pages.Decisions;
using PrefixConsole.Routing.Scheduling;

namespace PrefixConsole.Tests.Components.Decisions;

public sealed class DecisionsPageTests : PageContext
{
    [Fact]
    public void NothingRouted_SaysHowToSendARequest()
    {
        var page = Render<DecisionsPage>();

        Assert.Contains("curl http://localhost:8000/v1/chat/completions", page.Find(Test("decisions-empty")).TextContent);
        Assert.Contains("\"model\":\"m\"", page.Find(Test("decisions-empty")).TextContent);
    }

    [Fact]
    public void Recorded_ShowsRowsNewestFirstWithCoverage()
    {
        Log.Record(DecisionSamples.Scored("r-1"));
        Log.Complete(Log.Record(DecisionSamples.Scored("r-2")), DecisionSamples.Failed());

        var page = Render<DecisionsPage>();

        var rows = page.FindAll(Test("decision-row"));
        Assert.Equal(["r-2", "r-1"], rows.Select(r => r.GetAttribute("data-id")));
        Assert.Contains("502 worker_unreachable", rows[0].TextContent);
        Assert.Contains("running", rows[1].TextContent);
        Assert.Contains("showing 2 of 2 kept; 2 since start", page.Find(Test("decisions-coverage")).TextContent);
    }

    [Fact]
    public void NewDecision_Appears()
    {
        Log.Record(DecisionSamples.Scored("r-1"));
        var page = Render<DecisionsPage>();

        Log.Record(DecisionSamples.Scored("r-2"));
        Time.Advance(TimeSpan.FromSeconds(1));

        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll(Test("decision-row")).Count));
    }

    [Fact]
    public void Pause_HoldsRowsAndCounts()
    {
        Log.Record(DecisionSamples.Scored("r-1"));
        var page = Render<DecisionsPage>();
        page.Find(Test("pause-decisions")).Click();

        Log.Record(DecisionSamples.Scored("r-2"));
        Time.Advance(TimeSpan.FromSeconds(1));

        page.WaitForAssertion(() => Assert.Equal("1 new while paused", page.Find(Test("new-while-paused")).TextContent));
        Assert.Single(page.FindAll(Test("decision-row")));
    }

    [Fact]
    public void UrlFilter_IsAppliedAndCarriedToTheExport()
    {
        Log.Record(DecisionSamples.Scored("r-1"));
        Log.Record(DecisionSamples.Decision("r-2", DecisionReasons.Random, "sim-1", [DecisionSamples.Candidate("sim-1", column: 0)]));
        GoTo("/decisions?worker=sim-1&before=99");

        var page = Render<DecisionsPage>();

        Assert.Equal("r-2", Assert.Single(page.FindAll(Test("decision-row"))).GetAttribute("data-id"));
        Assert.Equal("/api/decisions.csv?worker=sim-1", page.Find(Test("export-csv")).GetAttribute("href"));
        Assert.NotEmpty(page.FindAll(Test("back-to-live")));
    }

    [Fact]
    public void ChooseFilter_PutsItInTheUrl()
    {
        var page = Render<DecisionsPage>();

        page.Find(Test("filter-reason")).Change("cache-hit");

        Assert.EndsWith("/decisions?reason=cache-hit", Services.GetRequiredService<NavigationManager>().Uri);
    }

    [Fact]
    public void NothingMatches_OffersToClear()
    {
        Log.Record(DecisionSamples.Scored("r-1"));
        GoTo("/decisions?errors=true");

        Assert.Contains("None of the 1 kept decisions match", Render<DecisionsPage>().Find(Test("decisions-no-match")).TextContent);
    }
}
