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

    [Fact]
    public void Add_NoValue_KeepsTheState()
    {
        var track = new AlertTrack(above: true, 1, TimeSpan.Zero);
        track.Add(At(0), 2);

        Assert.False(track.Add(At(10), null));

        Assert.Equal((AlertState.Firing, 2.0), (track.State, track.Value));
    }

    /// <summary>Against a naive model: fires exactly while the value has been beyond for the last n values in a row, and since it first was.</summary>
    [Fact]
    public void Add_RandomValues_AgreesWithANaiveModel()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var hold = random.Next(0, 6);
            var track = new AlertTrack(above: true, 0.5, TimeSpan.FromSeconds(10 * hold));
            var (run, firing) = (0, false);
            for (var i = 0; i < 200; i++)
            {
                double? value = random.Next(5) == 0 ? null : random.NextDouble();
                var before = firing;
                if (value is { } known)
                {
                    if (known > 0.5)
                    {
                        // The first value beyond starts the clock, wherever the gaps are.
                        run = run == 0 ? i + 1 : run;
                        firing = firing || i + 1 - run >= hold;
                    }
                    else
                    {
                        (run, firing) = (0, false);
                    }
                }

                Assert.Equal(before != firing, track.Add(At(10 * i), value));
                Assert.Equal(firing, track.State == AlertState.Firing);
            }
        }
    }

    private static DateTimeOffset At(int seconds) => s_start.AddSeconds(seconds);
}
