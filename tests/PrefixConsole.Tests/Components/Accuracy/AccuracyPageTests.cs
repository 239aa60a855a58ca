using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using PrefixConsole.Components.Pages.Accuracy;
using PrefixConsole.Components.Pages.Decisions;
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
    public void Cells_LeadToTheirDecisionsAndAreOneTabStop()
    {
        End(DecisionSamples.Account());
        End(Account(0, 0));
        End(Account(1000, 1000));

        var cells = Render<AccuracyPage>().FindAll(Test("density-cell"));

        Assert.Equal(
            ["/decisions?captured=0-5&delivered=0-5&window=15m", "/decisions?captured=60-65&delivered=45-50&window=15m", "/decisions?captured=95-100&delivered=95-100&window=15m"],
            cells.Select(c => c.GetAttribute("href")));
        Assert.Equal("Show decisions: captured 60–65 %, delivered 45–50 %: 1 request", cells[1].GetAttribute("aria-label"));
        Assert.Equal(["0", "-1", "-1"], cells.Select(c => c.GetAttribute("tabindex")));
        Assert.All(cells, c => Assert.NotNull(c.Closest("[data-arrows][role=group]")));
    }

    [Theory]
    [InlineData("worker", "sim-2", "worker=sim-2")]
    [InlineData("model", "m", "model=m")]
    [InlineData("tenant", "acme", "tenant=acme")]
    public void Cells_OfARow_KeepItsFilterAndTheWindow(string by, string key, string filter)
    {
        End(DecisionSamples.Account());
        GoTo($"/accuracy?by={by}&key={key}&window=all");

        var page = Render<AccuracyPage>().OpenTables();

        Assert.Equal($"/decisions?{filter}&captured=60-65&delivered=45-50", page.Find(Test("density-cell")).GetAttribute("href"));
        Assert.Equal($"/decisions?{filter}&captured=60-65&delivered=45-50", page.Find(Test("density-table") + " a").GetAttribute("href"));
        Assert.Equal($"/decisions?{filter}&captured=60-70", page.Find(Test("calibration-table") + " a").GetAttribute("href"));
    }

    /// <summary>The filter of decisions cannot name them, and all decisions would be others than were counted.</summary>
    [Fact]
    public void Cells_OfThoseThatAreNotToldApart_LeadNowhere()
    {
        for (var i = 0; i <= AccuracyMonitor.MaxKeys; i++)
        {
            End(DecisionSamples.Account(), worker: $"w{i:000}");
        }

        GoTo("/accuracy?key=" + Uri.EscapeDataString(AccuracyMonitor.Others));
        var page = Render<AccuracyPage>().OpenTables();

        Assert.NotEmpty(page.FindAll(Test("density") + " rect.cell"));
        Assert.Empty(page.FindAll(Test("density-cell")));
        Assert.Empty(page.FindAll(Test("density-table") + " a, " + Test("calibration-table") + " a"));
    }

    [Fact]
    public void Cells_AndTheirDecisionsPage_CountTheSameRequests()
    {
        foreach (var (captured, delivered) in new[] { (600, 480), (649, 499), (650, 480), (620, 500), (599, 480) })
        {
            End(Account(captured, delivered));
        }

        var cell = Render<AccuracyPage>().FindAll(Test("density-cell")).Single(c => c.GetAttribute("aria-label")!.Contains("captured 60–65 %, delivered 45–50 %", StringComparison.Ordinal));
        GoTo(cell.GetAttribute("href")!);

        Assert.EndsWith(": 2 requests", cell.GetAttribute("aria-label"), StringComparison.Ordinal);
        Assert.Equal(["r2", "r1"], Render<DecisionsPage>().FindAll(Test("decision-row")).Select(r => r.GetAttribute("data-id")));
    }

    [Fact]
    public void Calibration_NoRequest_SaysSo()
    {
        Assert.Contains("nothing to compare in the last 15 minutes", Render<AccuracyPage>().Find(Test("no-calibration")).TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Calibration_Table_HasEveryStepAndSaysWhatFewRequestsMean()
    {
        for (var i = 0; i < CalibrationBin.EnoughRequests; i++)
        {
            End(Account(650, 300));
        }

        End(Account(950, 950));

        var page = Render<AccuracyPage>().OpenTables();
        var rows = page.FindAll(Test("calibration-table") + " tbody tr");

        Assert.Equal(10, rows.Count);
        Assert.Equal(["0–10 %", "0", "—", "—", "nothing: no request"], rows[0].Children.Select(c => c.TextContent.Trim()));
        Assert.Equal(["60–70 %", "20", "65 %", "30 %", "less there than expected"], rows[6].Children.Select(c => c.TextContent.Trim()));
        Assert.Equal(["90–100 %", "1", "95 %", "95 %", "little: fewer than 20 requests"], rows[9].Children.Select(c => c.TextContent.Trim()));
        Assert.Contains("fewer than 20 requests", page.Find(Test("calibration") + " .foot").TextContent, StringComparison.Ordinal);
        Assert.Equal("/api/accuracy/calibration?window=15m&by=worker&format=csv", page.Find(Test("calibration-csv")).GetAttribute("href"));
    }

    [Fact]
    public void Calibration_OfARow_LeavesOutTheOthers()
    {
        End(Account(650, 300), worker: "sim-1");
        End(Account(650, 600), worker: "sim-2");
        GoTo("/accuracy?key=sim-2");

        var page = Render<AccuracyPage>().OpenTables();

        Assert.Equal("60 %", page.FindAll(Test("calibration-table") + " tbody tr")[6].Children[3].TextContent.Trim());
        Assert.Equal("/api/accuracy/calibration?window=15m&by=worker&key=sim-2", page.Find(Test("calibration-json")).GetAttribute("href"));
    }

    [Fact]
    public void Suggestions_AreOfTheThreeWorstCausesWithALinkEach()
    {
        End(DecisionSamples.Account(), worker: "sim-2");

        var suggestions = Render<AccuracyPage>().FindAll(Test("suggestion"));

        Assert.Equal(["Cold:", "Routed elsewhere:", "Stale index:"], suggestions.Select(s => s.QuerySelector("b")!.TextContent));
        Assert.Equal(["/prefixes", "/strategy", "/ingest?feed=sim-2/0"], suggestions.Select(s => s.QuerySelector("a")!.GetAttribute("href")));
        Assert.Equal("Check or resync the feed of sim-2", suggestions[2].QuerySelector("a")!.TextContent);
    }

    /// <summary>Every cause that something can be done about leads to a page, and to the worker that lost most where one page is of one worker.</summary>
    [Theory]
    [InlineData("evicted", "/workers/sim-1", "/workers")]
    [InlineData("stale-index", "/ingest?feed=sim-1/3", "/ingest")]
    [InlineData("untrusted-index", "/ingest?feed=sim-1/3", "/ingest")]
    [InlineData("tokenizer", "/help#cause-tokenizer", "/help#cause-tokenizer")]
    [InlineData("overruled", "/strategy", "/strategy")]
    [InlineData("namespace", "/help#cause-namespace", "/help#cause-namespace")]
    [InlineData("cold", "/prefixes", "/prefixes")]
    public void Suggestion_OfACause_LeadsToWhereItIsActedOn(string cause, string atWorker, string anywhere)
    {
        var lost = ReuseCauses.All.Single(c => ReuseCauses.NameOf(c) == cause);
        End(Losing(lost));
        var totals = Accuracy.Read(AccuracyWindow.All, AccuracyDimension.Fleet).Fleet;

        Assert.Equal(atWorker, Suggestion.For(totals, _ => ("sim-1", 3)).First(s => s.Cause.Cause == lost).Path);
        Assert.Equal(anywhere, Suggestion.For(totals, _ => null).First(s => s.Cause.Cause == lost).Path);
    }

    [Fact]
    public void Suggestions_FurtherCausesThatTookLessThanOnePerCent_AreLeftOut()
    {
        End(ReuseAccount.Of(new ReuseEvidence { Prompt = 100_000, Available = 950, Captured = 0, Delivered = 0, Deliverable = 100_000 }));

        Assert.Equal("Cold:", Assert.Single(Render<AccuracyPage>().FindAll(Test("suggestion"))).QuerySelector("b")!.TextContent);
    }

    [Fact]
    public void Suggestions_NothingLostThatCanBeHelped_SaysSo()
    {
        End(Account(992, 992));

        Assert.Contains("all was delivered that could be", Render<AccuracyPage>().Find(Test("no-suggestions")).TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Suggestions_ByModel_StillNameTheWorkerThatLostMostAndItsWorstFeed()
    {
        Reported.Open(Registry.Find(new WorkerId("sim-1"))!, 0)!.Receive(0, 1);
        Reported.Open(Registry.Find(new WorkerId("sim-1"))!, 1)!.Quarantine(true);
        End(Losing(ReuseCause.StaleIndex), worker: "sim-1");
        GoTo("/accuracy?by=model");

        Assert.Equal("/ingest?feed=sim-1/1", Render<AccuracyPage>().Find(Test("suggestion") + " a").GetAttribute("href"));
    }

    [Fact]
    public void TrustHistory_NothingReported_SaysSoAndWhereToBegin()
    {
        var empty = Render<AccuracyPage>().Find(Test("no-trust-changes"));

        Assert.Contains("No worker has reported anything since start", empty.TextContent, StringComparison.Ordinal);
        Assert.Equal("/ingest", empty.QuerySelector("a")!.GetAttribute("href"));
    }

    [Fact]
    public void TrustHistory_ListsChangesOfAllWorkersNewestFirstWithTheirFeeds()
    {
        // as the sampler does every second; a page that is open would see a feed before its first batch too
        Monitor.TrustChanges();
        var first = Reported.Open(Registry.Find(new WorkerId("sim-1"))!, 0)!;
        first.Receive(0, 1);
        Monitor.TrustChanges();
        Time.Advance(TimeSpan.FromSeconds(5));
        Reported.Open(Registry.Find(new WorkerId("sim-2"))!, 0)!.Receive(9, 1);
        Monitor.TrustChanges();
        Time.Advance(TimeSpan.FromSeconds(5));
        first.Quarantine(true);

        var page = Render<AccuracyPage>();
        var rows = page.FindAll(Test("trust-change"));

        Assert.Equal(
            [
                ["12:00:10.000", "sim-1", "trusted", "✗untrusted", "quarantined by an operator", "Feed"],
                ["12:00:05.000", "sim-2", "not reporting", "↻catching up", "joined at batch 9: what was stored before is unknown", "Feed"],
                ["12:00:00.000", "sim-1", "not reporting", "✓trusted", "complete since the engine's first batch", "Feed"],
            ],
            rows.Select(r => r.Children.Select(c => c.TextContent.Trim()).ToArray()));
        Assert.Equal("/ingest?feed=sim-2/0", rows[1].QuerySelector(Test("trust-feed"))!.GetAttribute("href"));
        Assert.Equal("/api/ingest/trust-changes?format=csv", page.Find(Test("trust-csv")).GetAttribute("href"));
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
        page.Find(Test("by-model")).Click();
        Assert.EndsWith("/accuracy?window=1m&by=model", Url, StringComparison.Ordinal);
        GoTo("/accuracy?window=all&by=tenant");
        page.Render();
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
        Assert.Equal("/decisions?worker=sim-2&mispredicted=true", page.Find(Test("mispredicted")).GetAttribute("href"));
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

    private static ReuseAccount Account(int captured, int delivered) => ReuseAccount.Of(
        new ReuseEvidence { Prompt = 1000, Available = captured, Captured = captured, Delivered = delivered, Deliverable = 992 });

    /// <summary>An account whose tokens all went to one cause.</summary>
    private static ReuseAccount Losing(ReuseCause cause)
    {
        var all = new ReuseEvidence { Prompt = 1000, Available = 1000, Captured = 1000, Delivered = 0, Deliverable = 1000 };
        var none = all with { Available = 0, Captured = 0 };
        return ReuseAccount.Of(cause switch
        {
            ReuseCause.Evicted => all with { Vouched = 1000, RemovedSince = true },
            ReuseCause.StaleIndex => all with { Vouched = 1000, StillHeld = 1000 },
            ReuseCause.UntrustedIndex => all,
            ReuseCause.Tokenizer => all with { CountsDiffer = true },
            ReuseCause.Overruled => all with { Captured = 0 },
            ReuseCause.Namespace => none with { Elsewhere = 1000 },
            _ => none,
        });
    }

    private void End(ReuseAccount account, string worker = "sim-2")
    {
        var entry = Log.Record(DecisionSamples.Scored($"r{++_requests}"));
        Log.Complete(entry, DecisionSamples.Done(account: account) with { Served = new WorkerId(worker) });
    }
}
