using Bunit;
using Microsoft.Extensions.DependencyInjection;
using PrefixConsole.Components.Pages.Changes;
using PrefixConsole.Operations;
using PrefixConsole.Routing.Strategies;
using PrefixConsole.Storage.Audit;

namespace PrefixConsole.Tests.Components.Changes;

public sealed class ChangesPageTests : PageContext
{
    private IRenderedComponent<ChangesPage> Open(string query = "")
    {
        GoTo("/changes" + query);
        return Render<ChangesPage>();
    }

    [Fact]
    public void FirstRevision_HasNoEffectAndNoButton()
    {
        var page = Open();

        var row = Assert.Single(page.FindAll(Test("change-row")));
        Assert.Contains("start", row.TextContent);
        Assert.Contains("active", row.TextContent);
        Assert.Equal(5, row.QuerySelectorAll(".missing").Length);
    }

    [Fact]
    public async Task Change_ShowsWhatWasBeforeAndAfter()
    {
        await Samples.StartAsync(Xunit.TestContext.Current.CancellationToken);
        Traffic(seconds: 60, ttftMs: 100);
        Store.Apply(new StrategySpec { Name = StrategyNames.Random }, "ada", "try it", 1);
        Traffic(seconds: 60, ttftMs: 40);

        var page = Open("?rev=2");

        var row = page.Find("[data-revision='2']");
        // Estimates within a bucket of the stored histograms, 75 to 100 ms and 30 to 40 ms, as Prometheus makes them.
        Assert.Contains("88 ms → 35 ms", row.TextContent);
        Assert.Contains("strategy Approximate tree → Random", page.Find(Test("change-row")).TextContent);
        Assert.Contains("try it", page.Find(Test("change-detail")).TextContent);
        Assert.Equal("/strategy?rev=2", page.Find(Test("edit-revision")).GetAttribute("href"));
        Assert.Contains("Approximate tree", page.Find(Test("change-diff")).TextContent);
        Assert.Empty(page.FindAll(Test("change-no-samples")));
    }

    [Fact]
    public async Task Selected_SaysWhatItWasAppliedWithAndWhatBecameOfIt()
    {
        var changes = Services.GetRequiredService<StrategyChanges>();
        await changes.ApplyAsync(Administrator, new StrategySpec { Name = StrategyNames.Random }, "try", 1, TimeSpan.FromMinutes(5), guards: new Guardrails(ErrorPercent: 5));
        var page = Open("?rev=2");
        Assert.Equal("To be confirmed within 5 min, or reverted when failed requests are above 5 %.", page.Find(Test("terms-with")).TextContent);
        Assert.Contains("reverts to revision 1", page.Find(Test("terms-end")).TextContent);
        Assert.EndsWith("/api/strategy/revisions/2", page.Find(Test("export-json")).GetAttribute("href"));

        // Nobody reloads the page.
        await changes.ConfirmAsync(Administrator, 2);
        Time.Advance(TimeSpan.FromSeconds(1));

        page.WaitForAssertion(() => Assert.StartsWith("by ada", page.Find(Test("terms-confirmed")).TextContent));
        Assert.Equal("active", page.Find(Test("terms-end")).TextContent.Trim());
        Assert.Empty(Open().FindAll(Test("revision-terms")));
    }

    [Fact]
    public void Time_ShowsOnlyItsRevisionsAndTheOneAskedFor()
    {
        Time.Advance(TimeSpan.FromHours(2));
        Store.Apply(new StrategySpec { Name = StrategyNames.Random }, "ada", "", 1);
        Time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(["2"], Open("?range=1h").FindAll(Test("change-row")).Select(r => r.GetAttribute("data-revision")));
        Assert.Equal(2, Open("?range=1h&rev=1").FindAll(Test("change-row")).Count);
        Assert.Contains("No revision was made in that time", Open("?from=2026-11-21&to=2026-11-22").Find(Test("changes-none")).TextContent);
    }

    [Fact]
    public void Time_IsThatOfTheLinksToo()
    {
        Assert.Equal("/api/strategy/history?format=csv", Open().Find(Test("export-csv")).GetAttribute("href"));

        var page = Open("?range=1h");

        Assert.Equal("/api/strategy/history?from=2026-11-22T11%3A00%3A00Z&to=2026-11-22T12%3A00%3A00Z", page.Find(Test("export-json")).GetAttribute("href"));
        Assert.Equal("/api/strategy/history?from=2026-11-22T11%3A00%3A00Z&to=2026-11-22T12%3A00%3A00Z&format=csv", page.Find(Test("export-csv")).GetAttribute("href"));
        Assert.Equal("/changes?rev=1&range=1h", Open("?range=1h&rev=1").Find(Test("change-row") + " a").GetAttribute("href"));
    }

    [Fact]
    public void HostileNames_AreTextAndDoNotTurnTheRow()
    {
        Store.Apply(new StrategySpec { Name = StrategyNames.Random }, "<script>alert(1)</script>", "\u202Egnp.exe", 1);

        var page = Open("?rev=2");

        Assert.Empty(page.FindAll("script"));
        Assert.Equal(2, page.FindAll("bdi").Count(b => b.TextContent == "<script>alert(1)</script>"));
        Assert.Equal(2, page.FindAll("bdi").Count(b => b.TextContent == "\u202Egnp.exe"));
    }

    [Fact]
    public void UnknownRevision_SaysSo() => Assert.Contains("Revision 99", Open("?rev=99").Find(Test("change-unknown")).TextContent);

    [Fact]
    public async Task Return_AsksWhy_AndIsAudited()
    {
        Store.Apply(new StrategySpec { Name = StrategyNames.Random }, "ada", "", 1);
        var page = Open();

        page.Find(Test("return-1")).Click();
        page.Find(Test("return-reason")).Input("  ");
        page.Find(Test("return-form")).Submit();
        Assert.Contains("say why", page.Find(Test("return-reason-error")).TextContent);
        Assert.Equal(2, Store.Current.Number);
        page.Find(Test("return-reason")).Input("it was better");
        Assert.Contains("/revisions/1/restore", page.Find(Test("return-form")).TextContent);
        page.Find(Test("return-form")).Submit();

        page.WaitForAssertion(() => Assert.Equal((3, StrategyNames.ApproximateTree), (Store.Current.Number, Store.Current.Spec.Name)));
        var (audit, _) = await Audit.ReadAsync(new AuditFilter(), 10, Xunit.TestContext.Current.CancellationToken);
        Assert.Equal(("strategy.restore", "ada", "it was better"), (audit[0].Action, audit[0].Who, audit[0].Note));
    }

    [Fact]
    public void Return_AfterSomebodyElsesChange_AppliesNothing()
    {
        Store.Apply(new StrategySpec { Name = StrategyNames.Random }, "ada", "", 1);
        var page = Open();
        page.Find(Test("return-1")).Click();
        Store.Apply(new StrategySpec { Name = StrategyNames.RoundRobin }, "ops", "", 2);

        page.Find(Test("return-reason")).Input("it was better");
        page.Find(Test("return-form")).Submit();

        page.WaitForAssertion(() => Assert.Empty(page.FindAll(Test("return-form"))));
        Assert.Equal((3, StrategyNames.RoundRobin), (Store.Current.Number, Store.Current.Spec.Name));
    }

    [Fact]
    public void Viewer_CannotReturn()
    {
        Store.Apply(new StrategySpec { Name = StrategyNames.Random }, "ada", "", 1);
        Desk.Seat(Viewer);

        Assert.True(Open().Find(Test("return-1")).HasAttribute("disabled"));
    }

    private void Traffic(int seconds, int ttftMs)
    {
        for (var i = 0; i < seconds; i++)
        {
            Log.Complete(Log.Record(DecisionSamples.Scored($"r{Log.Total}")), DecisionSamples.Done() with { TimeToFirstToken = TimeSpan.FromMilliseconds(ttftMs) });
            Time.Advance(TimeSpan.FromSeconds(1));
            Monitor.Sample();
        }
    }
}
