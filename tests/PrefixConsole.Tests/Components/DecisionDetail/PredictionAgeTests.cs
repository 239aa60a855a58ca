using AngleSharp.Dom;
using Bunit;
using PrefixConsole.Components.Pages.DecisionDetail;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Routing.Scheduling;

namespace PrefixConsole.Tests.Components.DecisionDetail;

/// <summary>How old what was predicted of each worker was, in each of its states. The head is 16 of the prompt's 100 blocks.</summary>
public sealed class PredictionAgeTests : PageContext
{
    [Fact]
    public void Predicted_SentThereBefore_SaysWhenAndLinksTheRequest()
    {
        Serve("a-request-with-a-long-id", 0);
        Serve("r-2", 1, worker: "sim-1");

        var cells = Ask();

        var link = cells[1].QuerySelector("a")!;
        Assert.Equal("sent there 12.00 s before, by a-request-wi…", cells[1].TextContent.Trim());
        Assert.Equal(("/decisions/a-request-with-a-long-id", "a-request-with-a-long-id"), (link.GetAttribute("href"), link.GetAttribute("title")));
        Assert.Equal("sent there 11.00 s before, by r-2", cells[0].TextContent.Trim());
    }

    [Fact]
    public void Predicted_Nothing_HasNoAge()
    {
        Serve("r-2", 1);

        Assert.NotNull(Ask(first: 0)[0].QuerySelector(".missing[title='nothing was predicted of it']"));
    }

    [Fact]
    public void Predicted_OfNobody_ExplainsNoAges()
    {
        Log.Record(Decide("asked", 12, [DecisionSamples.Candidate("sim-1", column: 0)]));

        Assert.Empty(Render<DecisionDetailPage>(p => p.Add(c => c.Id, "asked")).FindAll(Test("predicted-meaning")));
    }

    [Fact]
    public void Predicted_APartOfTheHead_SaysSo()
    {
        Serve("r-2", 1);

        Assert.Equal("not told: less than the head of 16 blocks", Ask(first: 15)[0].TextContent.Trim());
    }

    [Fact]
    public void Predicted_APartOfTheHead_IsToldByItsSession()
    {
        var log = Log.Record(DecisionSamples.Decision(
            "r-2", DecisionReasons.LeastLoaded, "sim-1", [DecisionSamples.Candidate("sim-1", column: 0)], request: DecisionSamples.Request("r-2", session: "s")));
        Log.Complete(log, DecisionSamples.Done() with { Served = new("sim-1") });
        Log.Record(DecisionSamples.Decision(
            "asked", DecisionReasons.LeastLoaded, "sim-1", [DecisionSamples.Candidate("sim-1", predicted: 15, column: 0)], request: DecisionSamples.Request("asked", session: "s"), at: DecisionSamples.At + TimeSpan.FromSeconds(12)));

        var cell = Render<DecisionDetailPage>(p => p.Add(c => c.Id, "asked")).Find(Test("knowledge-predicted"));

        Assert.Equal("less than the head of 16 blocks; its session was sent there 12.00 s before, by r-2", cell.TextContent.Trim());
    }

    [Fact]
    public void Predicted_NoneKept_SaysHowFarTheyReachBack()
    {
        Serve("r-2", 0, tenant: "other");

        var cells = Ask();

        Assert.Equal("not among the decisions kept (they reach back 12.00 s)", cells[0].TextContent.Trim());
    }

    [Fact]
    public void Predicted_NoneBefore_SaysSo() => Assert.Equal("no decision before this one is kept", Ask()[0].TextContent.Trim());

    [Fact]
    public void Predicted_AHeadOfAnotherLength_SaysItCannotBeCompared()
    {
        Serve("r-2", 0, worker: "sim-1", blocks: 10);

        Assert.EndsWith("; one sent there has a head of another length and cannot be compared", Ask()[0].TextContent.Trim(), StringComparison.Ordinal);
        Serve("r-3", 13, worker: "sim-1", blocks: 11);
        Assert.EndsWith("; 2 sent there have heads of another length and cannot be compared", Ask(at: 14)[0].TextContent.Trim(), StringComparison.Ordinal);
    }

    [Fact]
    public void Predicted_NotAnsweredByThen_SaysSo()
    {
        Log.Record(Decide("r-2", 10, [DecisionSamples.Candidate("sim-2", column: 0)]));

        Assert.Equal("sent there 2.00 s before, by r-2, whose answer is not known to have begun by then", Ask()[1].TextContent.Trim());
        Log.Record(Decide("r-3", 13, [DecisionSamples.Candidate("sim-2", column: 0)]));
        Assert.Equal("sent there 1.00 s before, by r-3 and 2 before it, whose answers are not known to have begun by then", Ask(at: 14)[1].TextContent.Trim());
        Serve("r-4", 15);
        Log.Record(Decide("r-5", 16, [DecisionSamples.Candidate("sim-2", column: 0)]));
        Assert.Equal("sent there 2.00 s before, by r-4; 1 since, not known to have been answered by then", Ask(at: 17)[1].TextContent.Trim());
    }

    [Fact]
    public void Predicted_ARequestOfAHostileName_IsText()
    {
        const string Name = "<script>\u202e/..";
        Serve(Name, 0);

        var cell = Ask()[1];

        Assert.Equal(("/decisions/" + Uri.EscapeDataString(Name), Name), (cell.QuerySelector("a")!.GetAttribute("href"), cell.QuerySelector("bdi")!.TextContent));
        Assert.Null(cell.QuerySelector("script"));
    }

    [Fact]
    public void Predicted_RetriedWhileItsPageIsOpen_IsOfTheSecondDecision()
    {
        Serve("r-1", 0);
        var entry = Log.Record(Decide("asked", 12, [DecisionSamples.Candidate("sim-2", predicted: 90, column: 0)]));
        var page = Render<DecisionDetailPage>(p => p.Add(c => c.Id, "asked"));
        Assert.Contains("12.00 s before", page.Find(Test("knowledge-predicted")).TextContent, StringComparison.Ordinal);

        Log.Retry(entry, Decide("asked", 13, [DecisionSamples.Candidate("sim-2", predicted: 90, column: 0)], attempt: 2), AttemptFailure.Unreachable);
        Time.Advance(TimeSpan.FromSeconds(1));

        page.WaitForAssertion(() => Assert.Contains("13.00 s before", page.Find(Test("knowledge-predicted")).TextContent, StringComparison.Ordinal));
    }

    private static RoutingDecision Decide(string id, double at, DecisionCandidate[] candidates, string winner = "sim-2", string tenant = "acme", int blocks = 100, int attempt = 1) => DecisionSamples.Decision(
        id, DecisionReasons.LeastLoaded, winner, candidates, request: DecisionSamples.Request(id, blocks, tenant: tenant), at: DecisionSamples.At + TimeSpan.FromSeconds(at), attempt: attempt);

    private void Serve(string id, double at, string worker = "sim-2", string tenant = "acme", int blocks = 100) =>
        Log.Complete(Log.Record(Decide(id, at, [DecisionSamples.Candidate(worker, column: 0)], worker, tenant, blocks)), DecisionSamples.Done() with { Served = new(worker) });

    private IReadOnlyList<IElement> Ask(int first = 20, double at = 12)
    {
        var id = $"asked-{at}";
        Log.Record(Decide(id, at, [DecisionSamples.Candidate("sim-1", predicted: first, column: 0), DecisionSamples.Candidate("sim-2", predicted: 87, column: 1)]));
        var page = Render<DecisionDetailPage>(p => p.Add(c => c.Id, id));
        Assert.Contains("blocks beyond the head", page.Find(Test("predicted-meaning")).TextContent, StringComparison.Ordinal);
        return page.FindAll(Test("knowledge-predicted"));
    }
}
