using Bunit;
using PrefixConsole.Components.Pages.DecisionDetail;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Routing.Scheduling;
using PrefixConsole.Routing.Strategies;

namespace PrefixConsole.Tests.Components.DecisionDetail;

public sealed class DecisionDetailPageTests : PageContext
{
    private IRenderedComponent<DecisionDetailPage> Show(string id) => Render<DecisionDetailPage>(p => p.Add(c => c.Id, id));

    [Fact]
    public void UnknownId_ExplainsRetentionAndLinksBack()
    {
        var page = Show("gone");

        var empty = page.Find(Test("decision-unknown"));
        Assert.Contains("last 1,000 decisions", empty.TextContent);
        Assert.Equal("/decisions", empty.QuerySelector("a")!.GetAttribute("href"));
    }

    [Fact]
    public void Completed_ShowsHeadlineMatrixAndReportedCache()
    {
        Log.Complete(Log.Record(DecisionSamples.Scored()), DecisionSamples.Done());

        var page = Show("r-1");

        Assert.StartsWith("sim-2 won with 4.1", page.Find(Test("decision-headline")).TextContent);
        Assert.Equal(["sim-2", "sim-1", "sim-3"], page.FindAll(Test("candidate-row")).Select(r => r.GetAttribute("data-worker")));
        Assert.Contains("no signal", page.FindAll(Test("candidate-row"))[1].TextContent);
        Assert.Contains("removed by utilization", page.FindAll(Test("candidate-row"))[2].TextContent);
        Assert.Contains("5,000", page.Find(Test("reported-cached")).TextContent);
        Assert.Contains("5,568", page.Find(Test("expected-cached")).TextContent);
        Assert.Equal("202 µs", page.Find(Test("decide-time")).TextContent);
        Assert.Equal("system, 2 × user, assistant", page.Find(Test("request-structure")).TextContent);
        Assert.Contains("curl -s -H 'Authorization: Bearer pfx_…' 'http://localhost/api/decisions/r-1'", page.Find(Test("api-call")).TextContent);
    }

    [Fact]
    public void Account_IsAWaterfallWithCausesInWords()
    {
        Log.Complete(Log.Record(DecisionSamples.Scored()), DecisionSamples.Done(account: DecisionSamples.Account()));

        var account = Show("r-1").Find(Test("account-facts"));

        Assert.Equal(
            ["6,400 tokens", "5,000 tokens", "4,000 tokens", "3,000 tokens"],
            account.QuerySelectorAll(".step").Select(s => s.QuerySelector(".dim")!.TextContent));
        Assert.Equal(
            ["Evicted", "Stale index", "Routed elsewhere", "Cold", "Below a block"],
            account.QuerySelectorAll("dt").Select(d => d.TextContent));
        Assert.Contains("and its engine did not have it", account.QuerySelector(".losses")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("had reported 4,000 tokens. 4,600 were predicted.", account.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Account_NotReported_IsNotShown()
    {
        Log.Complete(Log.Record(DecisionSamples.Scored()), DecisionSamples.Done(cached: null));

        Assert.Empty(Show("r-1").FindAll(Test("account-facts")));
    }

    [Fact]
    public void Completed_NotReported_ShowsADashAndNotZero()
    {
        Log.Complete(Log.Record(DecisionSamples.Scored()), DecisionSamples.Done(cached: null));

        var cell = Show("r-1").Find(Test("reported-cached"));

        Assert.Contains("—", cell.TextContent);
        Assert.Contains("not reported", cell.TextContent);
    }

    [Fact]
    public void Running_UpdatesWhenTheRequestEnds()
    {
        var entry = Log.Record(DecisionSamples.Scored());
        var page = Show("r-1");
        Assert.Equal("running", page.Find(Test("decision-status")).TextContent.Trim());

        Log.Complete(entry, DecisionSamples.Failed());
        Time.Advance(TimeSpan.FromSeconds(1));

        page.WaitForAssertion(() => Assert.Equal("502 worker_unreachable", page.Find(Test("decision-status")).TextContent.Trim()));
    }

    [Fact]
    public void Retried_ShowsTheFirstAttempt()
    {
        var entry = Log.Record(DecisionSamples.Decision("r-2", DecisionReasons.Random, "sim-1", [DecisionSamples.Candidate("sim-1", column: 0)]));
        Log.Retry(entry, DecisionSamples.Scored("r-2"), AttemptFailure.Disconnected);

        var page = Show("r-2");

        Assert.Contains("sim-1 was drawn at random from 1 worker. But sim-1 ended the connection before it answered.", page.Find(Test("first-attempt")).TextContent);
        Assert.StartsWith("sim-2 won", page.Find(Test("decision-headline")).TextContent);
        Assert.Equal("↻ second attempt: sim-1 ended the connection before it answered", page.Find(Test("decision-retried")).TextContent);
    }

    [Fact]
    public void NoScorers_SaysThatThePickerDecides()
    {
        Log.Record(DecisionSamples.Decision("r-3", DecisionReasons.Random, "sim-1", [DecisionSamples.Candidate("sim-1", column: 0)]));

        Assert.NotEmpty(Show("r-3").FindAll(Test("no-scorers")));
    }

    [Fact]
    public void ReportedOverlap_SaysPerWorkerWhatCountedAndWhy()
    {
        Log.Record(ReportedDecisions.Make(StrategyNames.PrecisePrefix));

        var rows = Show("r1").FindAll(Test("candidate-row")).ToDictionary(row => row.GetAttribute("data-worker")!);

        Assert.Equal(
            ["reported", "greater of both (catching up)", "predicted (untrusted)", "predicted (silent)", "predicted (not reporting)"],
            new[] { "trusted", "behind", "wrong", "mute", "plain" }.Select(w => rows[w].QuerySelector(Test("candidate-source"))!.TextContent));
        Assert.StartsWith("Its reports could not be relied on", rows["wrong"].QuerySelector(Test("candidate-source"))!.GetAttribute("title"), StringComparison.Ordinal);
        Assert.Equal("20 GPU, 10 CPU. Its report; age of its last batch of KV events not recorded.", rows["trusted"].QuerySelector(Test("candidate-reported"))!.GetAttribute("title"));
    }

    [Fact]
    public void CostStrategy_ShowsTheTermsBelowEachWorker()
    {
        Log.Record(ReportedDecisions.Make(StrategyNames.DynamoCost));

        var terms = Show("r1").FindAll(Test("candidate-terms"));

        Assert.Equal(5, terms.Count);
        Assert.Equal("trusted", terms[0].GetAttribute("data-worker"));
        Assert.Equal(
            ["prefill-blocks 40", "overlap-credit 27.5", "decode-blocks 40", "active-requests 0"],
            terms[0].QuerySelectorAll(".term").Select(term => term.TextContent));
    }

}
