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

        tail.Show(new DecisionQuery());
        Assert.Equal(DecisionTail.MaxRows, tail.Rows.Count);
        Assert.True(tail.HasOlder);

        tail.Show(new DecisionQuery { Before = tail.Rows[^1].Sequence });
        Assert.Equal("r-249", tail.Rows[0].Decision.Id);

        tail.Show(new DecisionQuery { Before = tail.Rows[^1].Sequence });
        Assert.Equal(50, tail.Rows.Count);
        Assert.False(tail.HasOlder);
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
