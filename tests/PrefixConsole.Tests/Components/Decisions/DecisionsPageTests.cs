using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using PrefixConsole.Components.Pages.Decisions;
using PrefixConsole.Gateway.Accuracy;
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
        Assert.Equal("/api/decisions.csv?worker=sim-1&before=99", page.Find(Test("export-csv")).GetAttribute("href"));
        Assert.Equal("/api/decisions?worker=sim-1&before=99&limit=1000", page.Find(Test("export-json")).GetAttribute("href"));
        Assert.Contains("/api/decisions?worker=sim-1&before=99&limit=1000", page.Find(Test("api-call")).TextContent);
        Assert.Equal("/decisions?worker=sim-1", page.Find(Test("back-to-live")).GetAttribute("href"));
    }

    [Fact]
    public void Coverage_SaysWhatTheExportsHold()
    {
        Log.Record(DecisionSamples.Scored("r-1"));

        Assert.Contains("CSV: all kept that match, at most 1,000; JSON: the newest 1,000", Render<DecisionsPage>().Find(Test("decisions-coverage")).TextContent);
    }

    [Theory]
    [InlineData("revision", "abc")]
    [InlineData("revision", "-1")]
    [InlineData("revision", "99999999999999999999")]
    [InlineData("margin", "x")]
    [InlineData("margin", "NaN")]
    [InlineData("margin", "-0.1")]
    [InlineData("margin", "1e999")]
    [InlineData("errors", "1")]
    [InlineData("retried", "yes")]
    [InlineData("mispredicted", "?")]
    [InlineData("spilled", "2")]
    [InlineData("captured", "65-60")]
    [InlineData("delivered", "half")]
    [InlineData("window", "2h")]
    [InlineData("before", "x")]
    [InlineData("before", "0")]
    [InlineData("strategy", "<script>")]
    [InlineData("reason", "no-such-reason")]
    public void BadValue_IsSaidAndThePageShowsWhatItWouldWithout(string name, string value)
    {
        Log.Record(DecisionSamples.Scored("r-1"));
        GoTo($"/decisions?{name}={Uri.EscapeDataString(value)}");

        var page = Render<DecisionsPage>();

        Assert.Contains($"{name} is \"{value}\", expected", page.Find(Test("query-error-" + name)).TextContent);
        Assert.Single(page.FindAll(Test("decision-row")));
        Assert.Empty(page.FindAll("script"));
    }

    [Fact]
    public void BadValues_EachIsSaid_HugeOnesCut_EmptyOnesNot()
    {
        GoTo($"/decisions?model={new string('m', 4000)}&revision=&errors=&margin=x&before=y");

        var page = Render<DecisionsPage>();

        Assert.Equal(3, page.FindAll(Test("query-errors") + " .part").Count);
        Assert.Contains(new string('m', 40) + "…", page.Find(Test("query-error-model")).TextContent);
        Assert.DoesNotContain(new string('m', 41), page.Markup);
    }

    [Fact]
    public void HostileNames_AreTextAndDoNotTurnTheRow()
    {
        var hostile = new[] { "<script>alert(1)</script>", "=cmd|'/C calc'!A0", "\u202Egnp.exe" };
        foreach (var (name, i) in hostile.Select((name, i) => (name, i)))
        {
            var request = DecisionSamples.Request($"r-{i}", model: name, tenant: name);
            Log.Record(DecisionSamples.Decision($"r-{i}", name, "sim-1", [DecisionSamples.Candidate("sim-1", column: 0)], request: request));
        }

        var rows = Render<DecisionsPage>().FindAll(Test("decision-row"));

        Assert.Equal(3, rows.Count);
        foreach (var (row, name) in rows.Zip(hostile.Reverse()))
        {
            Assert.Empty(row.QuerySelectorAll("script"));
            Assert.Equal(3, row.QuerySelectorAll("bdi").Count(b => b.TextContent == name));
        }
    }

    [Fact]
    public void ChooseFilter_PutsItInTheUrl()
    {
        var page = Render<DecisionsPage>();

        page.Find(Test("filter-reason")).Change("cache-hit");

        Assert.EndsWith("/decisions?reason=cache-hit", Services.GetRequiredService<NavigationManager>().Uri);
    }

    [Fact]
    public void TenantAndRevision_CanBeSetAndKeepTheOthers()
    {
        GoTo("/decisions?errors=true");
        var page = Render<DecisionsPage>();

        page.Find(Test("filter-tenant")).Change(" acme & sons ");
        Assert.EndsWith("/decisions?tenant=acme%20%26%20sons&errors=true", Address());

        page.Find(Test("filter-revision")).Change("3");
        Assert.EndsWith("revision=3&errors=true", Address());
        Assert.Equal("3", page.Find(Test("filter-revision")).GetAttribute("value"));

        page.Find(Test("filter-revision")).Change("");
        Assert.EndsWith("/decisions?tenant=acme%20%26%20sons&errors=true", Address());
    }

    [Theory]
    [InlineData("abc")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("2.5")]
    [InlineData("99999999999")]
    [InlineData("<script>")]
    public void BadRevision_IsSaidBesideTheFieldAndNotAskedFor(string typed)
    {
        GoTo("/decisions?revision=3");
        var page = Render<DecisionsPage>();

        page.Find(Test("filter-revision")).Change(typed);

        Assert.Equal("must be a whole number from 1 to 2147483647", page.Find(Test("filter-revision-error")).TextContent);
        Assert.Equal("true", page.Find(Test("filter-revision")).GetAttribute("aria-invalid"));
        Assert.Equal(typed, page.Find(Test("filter-revision")).GetAttribute("value"));
        Assert.EndsWith("/decisions?revision=3", Address());

        page.Find(Test("clear-filters")).Click();

        Assert.Equal("", page.Find(Test("filter-revision-error")).TextContent);
        Assert.EndsWith("/decisions", Address());
    }

    [Fact]
    public void BadTenant_IsSaidBesideTheFieldAndClearTakesItAway()
    {
        var page = Render<DecisionsPage>();

        page.Find(Test("filter-tenant")).Change(new string('t', 301));

        Assert.Equal("must have at most 300 characters", page.Find(Test("filter-tenant-error")).TextContent);
        Assert.EndsWith("/", Address());

        page.Find(Test("clear-filters")).Click();

        Assert.Equal("", page.Find(Test("filter-tenant-error")).TextContent);
        Assert.Null(page.Find(Test("filter-tenant")).GetAttribute("value"));
    }

    [Fact]
    public void WhatWasWrong_GoesWhenSomethingElseIsAskedFor()
    {
        var page = Render<DecisionsPage>();
        page.Find(Test("filter-revision")).Change("abc");

        page.Find(Test("filter-reason")).Change("cache-hit");

        Assert.Equal("", page.Find(Test("filter-revision-error")).TextContent);
        Assert.EndsWith("/decisions?reason=cache-hit", Address());
    }

    [Fact]
    public void Shares_FromTheUrl_FilterAreChipsAndGoToTheExport()
    {
        End("r-1", DecisionSamples.Account());
        End("r-2", ReuseAccount.Of(new ReuseEvidence { Prompt = 1000, Available = 620, Captured = 620, Delivered = 620, Deliverable = 992 }));
        GoTo("/decisions?captured=60-65&delivered=45-50");

        var page = Render<DecisionsPage>();

        Assert.Equal("r-1", Assert.Single(page.FindAll(Test("decision-row"))).GetAttribute("data-id"));
        Assert.Equal("/api/decisions.csv?captured=60-65&delivered=45-50", page.Find(Test("export-csv")).GetAttribute("href"));
        Assert.Equal("captured 60–65 % ×", page.Find(Test("chip-captured")).TextContent);

        page.Find(Test("chip-delivered")).Click();
        page.Render();

        Assert.EndsWith("/decisions?captured=60-65", Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
        Assert.Equal(["r-2", "r-1"], page.FindAll(Test("decision-row")).Select(r => r.GetAttribute("data-id")));
    }

    [Fact]
    public void Window_LeavesOutWhatEndedBeforeAndCanBeTakenAway()
    {
        End("old");
        Time.Advance(TimeSpan.FromMinutes(16));
        Log.Complete(Log.Record(DecisionSamples.Scored("new")), DecisionSamples.Done() with { Duration = TimeSpan.FromMinutes(10) });
        GoTo("/decisions?window=15m");

        var page = Render<DecisionsPage>();

        Assert.Equal("new", Assert.Single(page.FindAll(Test("decision-row"))).GetAttribute("data-id"));
        Assert.Equal("/api/decisions.csv?window=15m", page.Find(Test("export-csv")).GetAttribute("href"));
        page.Find(Test("chip-window")).Click();
        page.Render();
        Assert.Equal(2, page.FindAll(Test("decision-row")).Count);
        Assert.EndsWith("/decisions", Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
    }

    [Fact]
    public void Window_BesideARangeOfTime_IsSaidAndNotUsed()
    {
        GoTo("/decisions?window=15m&range=1h");

        var page = Render<DecisionsPage>();

        Assert.Contains("window is \"15m\", expected nothing beside a range of time", page.Find(Test("query-error-window")).TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("window=", page.Find(Test("export-csv")).GetAttribute("href"), StringComparison.Ordinal);
    }

    private void End(string id, ReuseAccount? account = null) => Log.Complete(Log.Record(DecisionSamples.Scored(id)), DecisionSamples.Done(account: account));

    [Fact]
    public void NothingMatches_OffersToClear()
    {
        Log.Record(DecisionSamples.Scored("r-1"));
        GoTo("/decisions?errors=true");

        Assert.Contains("None of the 1 kept decisions match", Render<DecisionsPage>().Find(Test("decisions-no-match")).TextContent);
    }

    private string Address() => Services.GetRequiredService<NavigationManager>().Uri;
}
