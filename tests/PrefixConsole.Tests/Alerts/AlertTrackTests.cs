using PrefixConsole.Alerts;

namespace PrefixConsole.Tests.Alerts;

public sealed class AlertTrackTests
{
    private static readonly DateTimeOffset s_start = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Add_BeyondForLongEnough_FiresAndResolves()
    {
        var track = new AlertTrack(above: true, 0.05, TimeSpan.FromSeconds(20));

        Assert.False(track.Add(At(0), 0.05));
        Assert.Equal(AlertState.Ok, track.State);
        Assert.False(track.Add(At(10), 0.06));
        Assert.Equal((AlertState.Pending, At(10)), (track.State, track.Since));
        Assert.False(track.Add(At(20), 0.07));
        Assert.True(track.Add(At(30), 0.07));
        Assert.Equal((AlertState.Firing, At(30)), (track.State, track.Since));
        Assert.False(track.Add(At(40), 0.5));
        Assert.True(track.Add(At(50), 0.01));
        Assert.Equal((AlertState.Ok, At(50)), (track.State, track.Since));
        Assert.False(track.EndedWithoutData);
    }

    [Fact]
    public void Add_BackBeforeItsTime_DoesNotFire()
    {
        var track = new AlertTrack(above: false, 0.3, TimeSpan.FromSeconds(20));

        track.Add(At(0), 0.1);
        track.Add(At(10), 0.4);
        track.Add(At(20), 0.1);
        track.Add(At(30), 0.1);

        Assert.Equal(AlertState.Pending, track.State);
    }

    // It used to keep its state: one failed request, hours without traffic and a second one then fired at once.
    [Fact]
    public void Add_NoValueWhilePending_StartsOver()
    {
        var track = new AlertTrack(above: true, 1, TimeSpan.FromSeconds(20));
        track.Add(At(0), 2);

        track.Add(At(10), null);

        Assert.Equal(AlertState.Ok, track.State);
        Assert.False(track.Add(At(20), 2));
        Assert.Equal((AlertState.Pending, At(20)), (track.State, track.Since));
    }

    [Fact]
    public void Add_GapWhilePending_StartsOver()
    {
        var track = new AlertTrack(above: true, 1, TimeSpan.FromSeconds(60));
        track.Add(At(0), 2);
        track.Add(At(10), 2);

        Assert.False(track.Add(At(600), 2));

        Assert.Equal((AlertState.Pending, At(600)), (track.State, track.Since));
    }

    // It used to fire for ever: nothing on an idle fleet could end it.
    [Fact]
    public void Add_NoValueWhileFiring_EndsAfterABoundedTime()
    {
        var track = new AlertTrack(above: true, 1, TimeSpan.Zero);
        Assert.True(track.Add(At(0), 2));

        for (var i = 1; i < 30; i++)
        {
            Assert.False(track.Add(At(10 * i), null));
        }

        Assert.Equal(AlertState.Firing, track.State);
        Assert.True(track.Add(At(300), null));
        Assert.Equal((AlertState.Ok, true), (track.State, track.EndedWithoutData));
    }

    /// <summary>Against a naive model: fires while the last n + 1 samples were all beyond, and from then on until one is within or 30 had no value.</summary>
    [Fact]
    public void Add_RandomValues_AgreesWithANaiveModel()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var hold = random.Next(0, 6);
            var track = new AlertTrack(above: true, 0.5, TimeSpan.FromSeconds(10 * hold));
            var (run, firing, silent) = (0, false, 0);
            for (var i = 0; i < 200; i++)
            {
                double? value = random.Next(10) == 0 ? null : random.Next(4) == 0 ? random.NextDouble() / 2 : 0.9;
                var before = firing;
                run = value > 0.5 ? run + 1 : 0;
                silent = value is null ? silent + 1 : 0;
                firing = (firing && silent is > 0 and < 30) || (firing && value > 0.5) || run > hold;

                Assert.Equal(before != firing, track.Add(At(10 * i), value));
                Assert.Equal(firing, track.State == AlertState.Firing);
            }
        }
    }

    private static DateTimeOffset At(int seconds) => s_start.AddSeconds(seconds);
}
