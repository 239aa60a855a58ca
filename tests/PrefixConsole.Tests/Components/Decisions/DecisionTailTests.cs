using PrefixConsole.Components.Pages.Decisions;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Routing.Scheduling;

namespace PrefixConsole.Tests.Components.Decisions;

public sealed class DecisionTailTests
{
    private readonly DecisionLog _log = new(1000);

    private void Record(int count, int from = 0)
    {
        for (var i = from; i < from + count; i++)
        {
            _log.Record(DecisionSamples.Scored($"r-{i}"));
        }
    }

    [Fact]
    public void Refresh_Paused_KeepsRowsAndCountsNewOnes()
    {
        Record(3);
        var tail = new DecisionTail(_log);
        tail.Show(new DecisionQuery());

        Record(5, 3);
        tail.Refresh(paused: true);

        Assert.Equal(["r-2", "r-1", "r-0"], tail.Rows.Select(r => r.Decision.Id));
        Assert.Equal(5, tail.NewWhilePaused);

        tail.Refresh(paused: false);

        Assert.Equal("r-7", tail.Rows[0].Decision.Id);
        Assert.Equal(0, tail.NewWhilePaused);
    }

    [Fact]
    public void Refresh_PausedWithFilter_CountsOnlyMatches()
    {
        var tail = new DecisionTail(_log);
        tail.Show(new DecisionQuery { Worker = "sim-9" });

        Record(5);
        tail.Refresh(paused: true);

        Assert.Equal(0, tail.NewWhilePaused);
        Assert.Equal(5, tail.Total);
    }

    [Fact]
    public void Show_MoreThanAPage_KeepsTheNewestAndOffersOlder()
    {
        Record(450);
        var tail = new DecisionTail(_log);

        tail.Show(new DecisionQuery { Worker = "sim-2" });
        Assert.Equal(DecisionTail.MaxRows, tail.Rows.Count);
        Assert.True(tail.HasOlder);

        tail.Show(new DecisionQuery { Before = tail.Rows[^1].Sequence });
        Assert.Equal("r-249", tail.Rows[0].Decision.Id);

        tail.Show(new DecisionQuery { Before = tail.Rows[^1].Sequence });
        Assert.Equal(50, tail.Rows.Count);
        Assert.False(tail.HasOlder);
    }

    [Fact]
    public void Show_Unfiltered_IsEveryKeptDecisionByIndex()
    {
        Record(1500);
        var tail = new DecisionTail(_log);
        tail.Show(new DecisionQuery());

        Assert.Equal(1000, tail.Rows.Count);
        Assert.Equal(["r-1499", "r-999", "r-500"], new[] { tail.Rows[0], tail.Rows[500], tail.Rows[999] }.Select(r => r.Decision.Id));
        Assert.Equal(["r-1489", "r-1488"], tail.Rows.Skip(10).Take(2).Select(r => r.Decision.Id));
        Assert.False(tail.HasOlder);
        Assert.Throws<ArgumentOutOfRangeException>(() => tail.Rows[1000]);

        // What the log has let go of since says so, under a key of its own.
        Record(600, 1500);
        Assert.Equal("r-1499", tail.Rows[0].Decision.Id);
        Assert.Equal("no longer kept", tail.Rows[999].Outcome!.Error);
        Assert.Equal(1000, tail.Rows.Select(r => r.Sequence).Distinct().Count());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Refresh_RareFilter_LooksOnlyAtWhatIsNew(bool paused)
    {
        Record(1000);
        var tail = new DecisionTail(_log);
        tail.Show(new DecisionQuery { Worker = "sim-9" });
        Assert.Equal(1000, tail.LookedAt);

        for (var i = 0; i < 50; i++)
        {
            Record(2, 1000 + (2 * i));
            tail.Refresh(paused);
        }

        Assert.Equal(1100, tail.LookedAt);
    }

    [Fact]
    public void Refresh_NothingNew_LooksAtNothing()
    {
        Record(300);
        var tail = new DecisionTail(_log);
        tail.Show(new DecisionQuery { Before = 250 });
        var first = tail.LookedAt;

        Record(20, 300);
        tail.Refresh(paused: false);
        tail.Refresh(paused: true);

        Assert.Equal(first, tail.LookedAt);
        Assert.Equal("r-248", tail.Rows[0].Decision.Id);
        Assert.Equal(0, tail.NewWhilePaused);
    }

    [Fact]
    public void Refresh_EndsThatMatch_ComeInAtTheirPlace()
    {
        var first = _log.Record(DecisionSamples.Scored("first"));
        _log.Complete(_log.Record(DecisionSamples.Scored("second")), DecisionSamples.Failed());
        var tail = new DecisionTail(_log);
        tail.Show(new DecisionQuery { Errors = true });
        Assert.Equal(["second"], tail.Rows.Select(r => r.Decision.Id));

        _log.Complete(first, DecisionSamples.Failed());
        _log.Complete(_log.Record(DecisionSamples.Scored("third")), DecisionSamples.Failed());
        _log.Complete(_log.Record(DecisionSamples.Scored("fourth")), DecisionSamples.Done());
        tail.Refresh(paused: true);
        Assert.Equal(2, tail.NewWhilePaused);
        Assert.Single(tail.Rows);

        tail.Refresh(paused: false);
        Assert.Equal(["third", "second", "first"], tail.Rows.Select(r => r.Decision.Id));
    }

    [Fact]
    public void Refresh_RetriedElsewhere_LeavesAWorkersRows()
    {
        var entry = _log.Record(DecisionSamples.Scored("r"));
        var tail = new DecisionTail(_log);
        tail.Show(new DecisionQuery { Worker = "sim-2" });
        Assert.Single(tail.Rows);

        _log.Retry(entry, DecisionSamples.Decision("r", DecisionReasons.OnlyCandidate, "sim-1", [DecisionSamples.Candidate("sim-1", column: 0)]), AttemptFailure.Unreachable);
        tail.Refresh(paused: false);
        Assert.Empty(tail.Rows);
    }

    [Fact]
    public void Refresh_LeftTheLog_LeavesTheRowsAsAFullReadWould()
    {
        Record(500);
        var tail = new DecisionTail(_log);
        tail.Show(new DecisionQuery { Revision = 3 });
        for (var i = 0; i < 30; i++)
        {
            Record(97, 500 + (97 * i));
            tail.Refresh(paused: i % 3 == 1);
        }

        tail.Refresh(paused: false);
        var fresh = new DecisionTail(_log);
        fresh.Show(new DecisionQuery { Revision = 3 });
        Assert.Equal(fresh.Rows.Select(r => r.Sequence), tail.Rows.Select(r => r.Sequence));
        Assert.Equal(fresh.HasOlder, tail.HasOlder);
    }

    [Fact]
    public void Show_Spilled_AreThoseThatWentPastTheDeepestCache()
    {
        Record(3);
        _log.Record(DecisionSamples.Spilled("past-it"));
        _log.Record(DecisionSamples.Decision("nowhere", DecisionReasons.NoHealthyWorker, null, [DecisionSamples.Candidate("sim-1", 20, removedBy: "health")]));
        var tail = new DecisionTail(_log);

        tail.Show(new DecisionQuery { Spilled = true });

        Assert.Equal(["past-it"], tail.Rows.Select(r => r.Decision.Id));
    }

    [Fact]
    public void NewLabel_MoreThanAPage_SaysAtLeast()
    {
        var tail = new DecisionTail(_log);
        tail.Show(new DecisionQuery());

        Record(300);
        tail.Refresh(paused: true);

        Assert.Equal("200+ new while paused", tail.NewLabel);
    }
}
