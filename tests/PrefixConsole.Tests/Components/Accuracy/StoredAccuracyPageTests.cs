using Bunit;
using PrefixConsole.Components.Pages.Accuracy;
using PrefixConsole.Storage.Decisions;
using PrefixConsole.Storage.Model;

namespace PrefixConsole.Tests.Components.Accuracy;

/// <summary>Accuracy of a range, from stored decisions.</summary>
public sealed class StoredAccuracyPageTests : StoredPageContext
{
    private IRenderedComponent<AccuracyPage> Open(string query)
    {
        GoTo("/accuracy" + query);
        var page = Render<AccuracyPage>();
        page.WaitForAssertion(() => Assert.Empty(page.FindAll(Test("range-reading"))), Patience);
        return page;
    }

    [Fact]
    public void Range_CountsStoredDecisions_AndSaysOfHowMany()
    {
        Database.Add(
            Entry(DecisionSamples.Scored("a"), DecisionSamples.Done(account: DecisionSamples.Account())),
            Entry(DecisionSamples.Scored("b"), DecisionSamples.Failed()));
        Add(new SampleRow { At = DecisionSamples.At.ToUnixTimeSeconds(), Requests = 8 });
        Log.Complete(Log.Record(DecisionSamples.Scored("live")), DecisionSamples.Done(account: DecisionSamples.Account()));

        var page = Open("?range=1h&by=model");

        var coverage = page.FindAll(Test("coverage"))[0].TextContent;
        Assert.Contains("2 stored decisions of 8 requests (25 %)", coverage, StringComparison.Ordinal);
        Assert.Contains("can weigh more than they did", coverage, StringComparison.Ordinal);
        Assert.Contains("1 of 1 requests reported", coverage, StringComparison.Ordinal);
        Assert.Equal("/decisions?captured=60-65&delivered=45-50&range=1h", page.Find(Test("density-cell")).GetAttribute("href"));
        Assert.StartsWith("/api/accuracy?from=2026-11-22T11:01:00Z&to=2026-11-22T12:01:00Z&by=model", page.Find(Test("export-json")).GetAttribute("href"), StringComparison.Ordinal);
        Assert.Empty(page.FindAll(Test("query-errors")));
    }

    [Fact]
    public void Range_BesideAWindow_Wins_AndTheWindowIsSaid()
    {
        Database.Add(Entry(DecisionSamples.Scored("a"), DecisionSamples.Done(account: DecisionSamples.Account())));

        var page = Open("?range=1h&window=all");

        Assert.Contains("nothing beside a range of time", page.Find(Test("query-error-window")).TextContent, StringComparison.Ordinal);
        Assert.Contains("of how many requests is not known", page.FindAll(Test("coverage"))[0].TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Range_WithNothingStored_SaysSo_AndShowsNothingLive()
    {
        Log.Complete(Log.Record(DecisionSamples.Scored("live")), DecisionSamples.Done(account: DecisionSamples.Account()));

        var page = Open("?from=2020-01-01&to=2020-01-02");

        Assert.NotEmpty(page.FindAll(Test("range-empty")));
        Assert.Empty(page.FindAll(Test("accuracy-row")));
        Assert.NotEmpty(page.FindAll(Test("no-trust-changes-then")));
        Assert.Equal("/api/ingest/trust-changes?from=2020-01-01T00%3A00%3A00Z&to=2020-01-02T00%3A00%3A00Z&format=csv", page.Find(Test("trust-csv")).GetAttribute("href"));
        // One that ends now goes on.
        Assert.Equal("/api/ingest/trust-changes?from=2026-11-22T11%3A01%3A00Z", Open("?range=1h").Find(Test("trust-json")).GetAttribute("href"));
    }

    [Fact]
    public void BadRange_IsLive()
    {
        Log.Complete(Log.Record(DecisionSamples.Scored("live")), DecisionSamples.Done(account: DecisionSamples.Account()));

        Assert.Contains("in the last 15 minutes, 1 of 1 requests", Open("?range=2h").FindAll(Test("coverage"))[0].TextContent, StringComparison.Ordinal);
    }

    /// <summary>What is still being read when another time is asked for is not shown.</summary>
    [Fact]
    public void Range_LeftWhileItIsRead_ShowsTheOther()
    {
        Database.Add(Entry(DecisionSamples.Scored("a"), DecisionSamples.Done(account: DecisionSamples.Account())));
        Database.Hold();
        GoTo("/accuracy?range=1h");
        var page = Render<AccuracyPage>();
        Assert.NotEmpty(page.FindAll(Test("range-reading")));

        GoTo("/accuracy");
        page.Render();
        Database.LetGo();

        Assert.NotEmpty(page.FindAll(Test("no-traffic")));
    }

    [Fact]
    public void Coverage_OfAllThereWere_CautionsAgainstNothing()
    {
        Assert.Empty(StoredWords.CautionOf(new StoredAccuracy(new(Time), 7, null, 7)));
        Assert.NotEmpty(StoredWords.CautionOf(new StoredAccuracy(new(Time), 7, null, 0)));
    }

    [Theory]
    [InlineData(5000, true, 9000, "the newest 5,000 stored decisions, those since 2026-11-22 12:00:00 UTC of 9,000 requests (56 %)")]
    [InlineData(7, false, 7, "7 stored decisions, all there were")]
    [InlineData(7, false, 0, "7 stored decisions, of how many requests is not known")]
    public void Coverage_SaysWhatPartItIs(int decisions, bool more, long requests, string expected) => Assert.Contains(
        expected, StoredWords.CoverageOf(new StoredAccuracy(new(Time), decisions, more ? DecisionSamples.At : null, requests)), StringComparison.Ordinal);
}
