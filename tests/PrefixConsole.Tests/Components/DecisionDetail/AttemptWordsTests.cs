using Bunit;
using PrefixConsole.Components.Pages.Decisions;
using PrefixConsole.Explaining;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Routing.Scheduling;

namespace PrefixConsole.Tests.Components.DecisionDetail;

/// <summary>Why a first worker did not serve a request, as the timeline and the table of decisions say it.</summary>
public sealed class AttemptWordsTests : PageContext
{
    public static TheoryData<AttemptFailure?, string, string> Causes => new()
    {
        { AttemptFailure.Unreachable, "sim-1 could not be reached", "↻ retry: unreachable" },
        { AttemptFailure.Disconnected, "sim-1 ended the connection before it answered", "↻ retry: disconnected" },
        { AttemptFailure.Answered(429), "sim-1 answered 429 (too many requests)", "↻ retry after 429" },
        { AttemptFailure.Answered(502), "sim-1 answered 502 (bad gateway)", "↻ retry after 502" },
        { AttemptFailure.Answered(503), "sim-1 answered 503 (unavailable)", "↻ retry after 503" },
        { null, "sim-1 did not serve it (why was not kept)", "↻ retry" },
    };

    [Theory]
    [MemberData(nameof(Causes))]
    public void Timeline_SaysWhatHappened(AttemptFailure? failure, string sentence, string _)
    {
        var first = DecisionSamples.Decision("r", DecisionReasons.LeastLoaded, "sim-1", [DecisionSamples.Candidate("sim-1", column: 0)]);

        var step = Assert.Single(TimelineStep.Of(DecisionSamples.Scored("r"), first, failure, DecisionSamples.Done()), s => s.Kind == "failed");

        Assert.Equal(sentence, step.What);
    }

    [Theory]
    [MemberData(nameof(Causes))]
    public void Row_SaysItInShortAndInItsTooltip(AttemptFailure? failure, string sentence, string mark)
    {
        var first = DecisionSamples.Decision("r", DecisionReasons.LeastLoaded, "sim-1", [DecisionSamples.Candidate("sim-1", column: 0)]);
        var row = DecisionRow.Of(DecisionEntry.Restore(1, DecisionSamples.Scored("r"), first, failure, DecisionSamples.Done()));

        var shown = Render<DecisionTable>(p => p.Add(t => t.Rows, new List<DecisionRow> { row })).Find(Test("row-retry"));

        Assert.Equal(mark, shown.TextContent);
        Assert.Equal($"{sentence}; this is the second decision", shown.GetAttribute("title"));
    }

    [Fact]
    public void Row_WithoutARetry_HasNoMark()
    {
        var row = DecisionRow.Of(Log.Record(DecisionSamples.Scored()));

        Assert.Equal((null, null), (row.Retry, row.RetryHint));
        Assert.Empty(Render<DecisionTable>(p => p.Add(t => t.Rows, new List<DecisionRow> { row })).FindAll(Test("row-retry")));
    }
}
