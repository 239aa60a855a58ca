using PrefixConsole.Alerts;
using PrefixConsole.Storage.Model;

namespace PrefixConsole.Tests.Alerts;

public sealed class BackTestTests
{
    private static readonly DateTimeOffset s_to = DateTimeOffset.FromUnixTimeSeconds(2_000_000_000);
    private static readonly AlertRule s_queue = AlertRules.Find("queue")!;

    [Fact]
    public void Run_CountsTimesAndTime()
    {
        // Two spells of 60 s beyond 50 in ten minutes.
        var rows = Rows(60, i => i is (>= 10 and < 16) or (>= 30 and < 36) ? 60 : 0);

        var test = BackTest.Run(s_queue, 50, TimeSpan.FromSeconds(20), rows, s_to.AddMinutes(-10), s_to);

        Assert.Equal((2, TimeSpan.FromSeconds(80), TimeSpan.FromMinutes(10), 1.0), (test.Fired, test.Firing, test.Covered, test.Measured));
        Assert.Equal(0, BackTest.Run(s_queue, 60, TimeSpan.Zero, rows, s_to.AddMinutes(-10), s_to).Fired);
        Assert.Equal(0, BackTest.Run(s_queue, 50, TimeSpan.FromMinutes(2), rows, s_to.AddMinutes(-10), s_to).Fired);
    }

    [Fact]
    public void Run_WithoutSamplesOrValues_SaysSo()
    {
        Assert.Equal(TimeSpan.Zero, BackTest.Run(s_queue, 50, TimeSpan.Zero, [], s_to.AddHours(-1), s_to).Covered);
        Assert.Equal(0, BackTest.Run(AlertRules.Find("model-errors")!, 1, TimeSpan.Zero, Rows(10, _ => 99), s_to.AddHours(-1), s_to).Measured);
    }

    // The hold used to be counted over the gap: a program that did not run was taken for an hour of trouble.
    [Fact]
    public void Run_GapBetweenSamples_DoesNotCountTowardsTheHold()
    {
        var rows = Rows(2, _ => 60);
        rows[0].At -= 3600;

        Assert.Equal(0, BackTest.Run(s_queue, 50, TimeSpan.FromMinutes(5), rows, s_to.AddHours(-2), s_to).Fired);
    }

    private static SampleRow[] Rows(int count, Func<int, int> waiting) =>
        [.. Enumerable.Range(0, count).Select(i => new SampleRow { At = s_to.ToUnixTimeSeconds() - (10 * (count - 1 - i)), Waiting = waiting(i) })];
}
