using Microsoft.Extensions.Time.Testing;
using PrefixConsole.Components.Layout;

namespace PrefixConsole.Tests.Components.Layout;

public sealed class ConsoleSessionTests
{
    private static readonly DateTimeOffset s_noon = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);

    private readonly ConsoleSession _session = new();

    public static TheoryData<Action<ConsoleSession>, Action<ConsoleSession>> WaysOutOfSight => new()
    {
        { s => s.Hidden = true, s => s.Hidden = false },
        { s => s.Leave(s_noon), s => s.Return(s_noon.AddMinutes(1)) },
        {
            s =>
            {
                s.Hidden = true;
                s.Leave(s_noon);
                s.Hidden = false;
            },
            s => s.Return(s_noon.AddMinutes(1))
        },
        { s => s.Paused = true, s => s.Paused = false },
    };

    [Theory]
    [MemberData(nameof(WaysOutOfSight))]
    public void Refresh_OfWhatNobodySees_StandsStill_AndRendersOnceWhenItIsSeenAgain(Action<ConsoleSession> leave, Action<ConsoleSession> comeBack)
    {
        var time = new FakeTimeProvider();
        var renders = 0;
        using var refresh = _session.Refresh(time, TimeSpan.FromSeconds(1), () =>
        {
            renders++;
            return Task.CompletedTask;
        });
        leave(_session);
        for (var i = 0; i < 5; i++)
        {
            refresh.Signal();
            time.Advance(TimeSpan.FromSeconds(2));
        }

        Assert.Equal(0, renders);
        comeBack(_session);
        time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(1, renders);
    }

    [Fact]
    public void RefreshOfAForm_GoesOnWhilePaused_AndNotWhenNobodySeesIt()
    {
        var time = new FakeTimeProvider();
        var renders = 0;
        using var refresh = _session.Refresh(
            time,
            TimeSpan.FromSeconds(1),
            () =>
            {
                renders++;
                return Task.CompletedTask;
            },
            evenPaused: true);

        _session.Paused = true;
        refresh.Signal();
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(1, renders);

        _session.Hidden = true;
        refresh.Signal();
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(1, renders);
    }

    [Fact]
    public void Away_IsFromTheFirstLossToTheReturn_AndBounded()
    {
        _session.Return(s_noon);
        Assert.Empty(_session.Away);

        for (var i = 0; i < 30; i++)
        {
            _session.Leave(s_noon.AddMinutes(i));
            _session.Leave(s_noon.AddMinutes(i).AddSeconds(10));
            _session.Return(s_noon.AddMinutes(i).AddSeconds(20));
        }

        Assert.Equal(ConsoleSession.AwayKept, _session.Away.Count);
        Assert.Equal((s_noon.AddMinutes(29), s_noon.AddMinutes(29).AddSeconds(20)), _session.Away[^1]);
    }
}
