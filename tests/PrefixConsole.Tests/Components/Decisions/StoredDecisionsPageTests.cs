using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using PrefixConsole.Components.Pages.DecisionDetail;
using PrefixConsole.Components.Pages.Decisions;

namespace PrefixConsole.Tests.Components.Decisions;

/// <summary>The decisions page over a database, at <see cref="DecisionSamples.At"/> and after it.</summary>
public sealed class StoredDecisionsPageTests : StoredPageContext
{
    private NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    private IRenderedComponent<DecisionsPage> Open(string query)
    {
        GoTo("/decisions" + query);
        var page = Render<DecisionsPage>();
        page.WaitForAssertion(() => Assert.Empty(page.FindAll(Test("stored-reading"))), Patience);
        return page;
    }

    private static string[] Ids(IRenderedComponent<DecisionsPage> page) => [.. page.FindAll(Test("decision-row")).Select(r => r.GetAttribute("data-id")!)];

    [Fact]
    public void Filter_IsAppliedToTheStoredAndKeepsTheTime()
    {
        Database.Add(Entry(DecisionSamples.Scored("good")), Entry(DecisionSamples.Scored("bad"), DecisionSamples.Failed()));
        Log.Record(DecisionSamples.Scored("live"));
        var page = Open("?range=1h");
        Assert.Equal(["bad", "good"], Ids(page));

        page.Find(Test("filter-errors")).Change(true);

        page.WaitForAssertion(() => Assert.Equal(["bad"], Ids(page)), Patience);
        Assert.EndsWith("/decisions?errors=true&range=1h", Navigation.Uri);

        page.Find(Test("clear-filters")).Click();

        page.WaitForAssertion(() => Assert.Equal(["bad", "good"], Ids(page)), Patience);
        Assert.EndsWith("/decisions?range=1h", Navigation.Uri);
        Assert.Equal("/decisions", page.Find(Test("back-to-live")).GetAttribute("href"));
    }

    [Fact]
    public void Exports_AreOfTheSameRows()
    {
        var page = Open("?tenant=acme&range=1h&before=50");

        const string Asked = "tenant=acme&from=2026-11-22T11%3A01%3A00.0000000Z&to=2026-11-22T12%3A01%3A00.0000000Z&before=50";
        Assert.Equal("/api/decisions.csv?" + Asked, page.Find(Test("export-csv")).GetAttribute("href"));
        Assert.Equal($"/api/decisions?{Asked}&limit=1000", page.Find(Test("export-json")).GetAttribute("href"));
        Assert.Contains($"/api/decisions?{Asked}&limit=1000", page.Find(Test("api-call")).TextContent);
        Assert.Contains("CSV: all stored that match", page.Find(Test("decisions-coverage")).TextContent);
    }

    [Fact]
    public void Spilled_WhichTheDatabaseCannotTell_SaysHowManyWereLookedAt()
    {
        Database.Add([.. Enumerable.Range(0, 30).Select(i => Entry(i == 7 ? DecisionSamples.Spilled("past-it") : DecisionSamples.Scored($"r-{i}")))]);

        var page = Open("?spilled=true&from=2026-11-22T00:00:00Z");

        Assert.Equal(["past-it"], Ids(page));
        Assert.Contains("showing 1 stored decisions, 30 looked at", page.Find(Test("decisions-coverage")).TextContent);
    }

    [Fact]
    public void MoreThanAPage_OlderKeepsTimeAndFilters()
    {
        Database.Add([.. Enumerable.Range(0, DecisionTail.MaxRows + 1).Select(i => Entry(DecisionSamples.Scored($"r-{i}")))]);

        var older = Open("?worker=sim-2&range=1h").Find(Test("older-stored")).GetAttribute("href")!;

        Assert.Equal("/decisions?worker=sim-2&range=1h&before=2", older);
        Assert.Equal(["r-0"], Ids(Open("?worker=sim-2&range=1h&before=2")));
    }

    [Fact]
    public void AnotherDay_TimesHaveTheirDate()
    {
        Database.Add(Entry(DecisionSamples.Scored("r-1")));
        Assert.StartsWith("12:00:00.000", Open("?range=1h").Find(Test("decision-row")).TextContent.Trim());

        Time.Advance(TimeSpan.FromDays(1));

        Assert.StartsWith("2026-11-22 12:00:00.000", Open("?range=7d").Find(Test("decision-row")).TextContent.Trim());
    }

    [Fact]
    public void SlowRead_EndsAfterTheReaderWentBackToLive_TheTailGoesOn()
    {
        Database.Add(Entry(DecisionSamples.Scored("stored")));
        Log.Record(DecisionSamples.Scored("live-1"));
        GoTo("/decisions");
        var page = Render<DecisionsPage>();
        Database.Hold();
        GoTo("/decisions?range=1h");
        page.WaitForElement(Test("stored-reading"), Patience);

        GoTo("/decisions");
        page.WaitForAssertion(() => Assert.Equal(["live-1"], Ids(page)), Patience);
        Database.LetGo();
        Log.Record(DecisionSamples.Scored("live-2"));
        Time.Advance(TimeSpan.FromSeconds(1));

        page.WaitForAssertion(() => Assert.Equal(["live-2", "live-1"], Ids(page)), Patience);
        Assert.Empty(page.FindAll(Test("stored-state")));
    }

    [Fact]
    public void SlowRead_AnotherTimeIsAskedForMeanwhile_TheLaterOneIsShown()
    {
        Database.Add(Entry(DecisionSamples.Scored("good")), Entry(DecisionSamples.Scored("bad"), DecisionSamples.Failed()));
        Database.Hold();
        GoTo("/decisions?range=1h");
        var page = Render<DecisionsPage>();

        GoTo("/decisions?range=1h&errors=true");
        Database.LetGo();

        page.WaitForAssertion(() => Assert.Equal(["bad"], Ids(page)), Patience);
    }

    [Fact]
    public void SlowLookUp_AnotherDecisionIsAskedForMeanwhile_IsNotShownUnderIt()
    {
        Database.Add(Entry(DecisionSamples.Scored("slow")));
        Log.Record(DecisionSamples.Scored("quick"));
        Database.Hold();
        var page = Render<DecisionDetailPage>(p => p.Add(x => x.Id, "slow"));

        page.Render(p => p.Add(x => x.Id, "quick"));
        Database.LetGo();

        page.WaitForAssertion(() => Assert.Contains("quick", page.Markup), Patience);
        Assert.DoesNotContain("slow", page.Markup);
    }
}
