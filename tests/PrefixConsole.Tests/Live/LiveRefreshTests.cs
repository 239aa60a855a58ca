using Microsoft.Extensions.Time.Testing;
using PrefixConsole.Live;

namespace PrefixConsole.Tests.Live;

public sealed class LiveRefreshTests
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(250);

    private readonly FakeTimeProvider _time = new();
    private int _renders;

    [Fact]
    public void Signal_First_RendersAtOnce()
    {
        using var refresh = Make();
        Assert.Equal(0, _renders);
        refresh.Signal();
        Assert.Equal(1, _renders);
    }

    [Fact]
    public void Signal_ManyWithinAnInterval_RenderOnceMoreAtItsEnd()
    {
        using var refresh = Make();
        for (var i = 0; i < 1000; i++)
        {
            refresh.Signal();
        }

        Assert.Equal(1, _renders);
        _time.Advance(s_interval - TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, _renders);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(2, _renders);
        _time.Advance(s_interval * 10);
        Assert.Equal(2, _renders);
    }

    [Fact]
    public void Signal_AllTheTime_RendersOncePerInterval()
    {
        using var refresh = Make();
        for (var i = 0; i < 1000; i++)
        {
            refresh.Signal();
            _time.Advance(TimeSpan.FromMilliseconds(10));
        }

        Assert.InRange(_renders, 39, 41);
    }

    [Fact]
    public async Task Signal_DuringARender_RendersAgainAfterIt_NeverAtTheSameTime()
    {
        var gate = new TaskCompletionSource();
        using var refresh = new LiveRefresh(_time, s_interval, () =>
        {
            _renders++;
            return gate.Task;
        });
        refresh.Signal();
        refresh.Signal();
        _time.Advance(s_interval * 4);
        Assert.Equal(1, _renders);
        gate.SetResult();
        await Task.Yield();
        _time.Advance(s_interval);
        Assert.Equal(2, _renders);
    }

    [Fact]
    public void Render_Throwing_DoesNotEndTheRefresh()
    {
        using var refresh = new LiveRefresh(_time, s_interval, () => ++_renders % 2 == 1
            ? throw new InvalidOperationException("render")
            : Task.FromException(new ObjectDisposedException("circuit")));
        for (var i = 1; i <= 4; i++)
        {
            refresh.Signal();
            Assert.Equal(i, _renders);
            _time.Advance(s_interval);
        }
    }

    [Fact]
    public void Paused_RemembersTheSignalUntilItEnds()
    {
        using var refresh = Make();
        refresh.Paused = true;
        refresh.Signal();
        _time.Advance(s_interval * 3);
        Assert.Equal(0, _renders);
        refresh.Paused = false;
        Assert.Equal(1, _renders);
        refresh.Paused = true;
        refresh.Paused = false;
        _time.Advance(s_interval);
        Assert.Equal(1, _renders);
    }

    [Fact]
    public void Paused_WhileARenderIsDue_HoldsItBack()
    {
        using var refresh = Make();
        refresh.Signal();
        refresh.Signal();
        refresh.Paused = true;
        _time.Advance(s_interval * 2);
        Assert.Equal(1, _renders);
        refresh.Paused = false;
        Assert.Equal(2, _renders);
    }

    [Fact]
    public void Dispose_StopsEvenWhatIsDue()
    {
        var refresh = Make();
        refresh.Signal();
        refresh.Signal();
        refresh.Dispose();
        refresh.Dispose();
        refresh.Signal();
        _time.Advance(s_interval * 3);
        Assert.Equal(1, _renders);
    }

    private LiveRefresh Make() => new(_time, s_interval, () =>
    {
        _renders++;
        return Task.CompletedTask;
    });
}
