using PrefixConsole.Components.Pages.Decisions;
using PrefixConsole.Gateway.Telemetry;

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
