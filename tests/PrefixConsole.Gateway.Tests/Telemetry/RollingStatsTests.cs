using Microsoft.Extensions.Time.Testing;
using PrefixConsole.Gateway.Telemetry;

namespace PrefixConsole.Gateway.Tests.Telemetry;

public sealed class RollingStatsTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void LastMinute_AfterSixtySeconds_HasForgottenTheFirst()
    {
        var stats = new RollingStats(_time, _time.GetTimestamp(), 16);
        stats.Add(Ttft(100));
        for (var i = 0; i < 59; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            stats.Add(Ttft(10));
        }

        Assert.Equal(60, stats.LastMinute().Requests);
        _time.Advance(TimeSpan.FromSeconds(1));
        var minute = stats.LastMinute();
        Assert.Equal(59, minute.Requests);
        Assert.Equal(10, minute.FirstTokenAt(1));
        _time.Advance(TimeSpan.FromHours(2));
        Assert.Equal(0, stats.LastMinute().Requests);
        Assert.Null(stats.LastMinute().FirstTokenAt(0.5));
    }

    [Fact]
    public void LastMinute_PastTheLatencyLimit_CountsAllAndKeepsTheNewestLatencies()
    {
        var stats = new RollingStats(_time, _time.GetTimestamp(), 100);
        for (var i = 0; i < 1000; i++)
        {
            stats.Add(Ttft(i));
        }

        var minute = stats.LastMinute();
        Assert.Equal(1000, minute.Requests);
        Assert.Equal(100, minute.FirstToken.Length);
        Assert.Equal(900, minute.FirstToken[0]);
        Assert.Equal(999, minute.FirstToken[^1]);
    }

    private static OutcomeFacts Ttft(float ms) => new(false, ms, null, default);
}
