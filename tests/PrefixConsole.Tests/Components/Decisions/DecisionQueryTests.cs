using PrefixConsole.Components.Pages.Decisions;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Routing.Scheduling;

namespace PrefixConsole.Tests.Components.Decisions;

public sealed class DecisionQueryTests
{
    [Fact]
    public void ToQueryString_Nothing_IsEmpty() => Assert.Equal("", new DecisionQuery().ToQueryString());

    [Fact]
    public void ToQueryString_Everything_IsEscapedAndInOrder()
    {
        var query = new DecisionQuery { Worker = "a&b", Model = "org/m", Errors = true, Margin = 0.1, Before = 12 };

        Assert.Equal("?worker=a%26b&model=org%2Fm&errors=true&margin=0.1&before=12", query.ToQueryString());
        Assert.Equal("?worker=a%26b&model=org%2Fm&errors=true&margin=0.1&before=12&limit=1000", query.ToApiQuery(null, 1000));
    }

    [Fact]
    public void OfATime_PageKeepsTheRangeAndTheApiGetsItsMoments()
    {
        var query = new DecisionQuery { Tenant = "acme", Range = "1h", Before = 7, Spilled = true };

        Assert.Equal("?tenant=acme&spilled=true&range=1h&before=7", query.ToQueryString());
        Assert.Equal(
            "?tenant=acme&spilled=true&from=2026-11-22T11%3A00%3A00.0000000Z&to=2026-11-22T12%3A00%3A00.0000000Z&before=7",
            query.ToApiQuery((DecisionSamples.At.AddHours(-1), DecisionSamples.At)));
        Assert.Equal("?range=1h", query.Unfiltered.ToQueryString());
        Assert.Equal("?tenant=acme&spilled=true", query.Live.ToQueryString());
        Assert.False(query.Unfiltered.Any);
    }

    [Fact]
    public void Any_OnlyBefore_IsNoFilter()
    {
        Assert.False(new DecisionQuery { Before = 5 }.Any);
        Assert.True(new DecisionQuery { Retried = true }.Any);
    }

    [Theory]
    [InlineData(0.05f, true)]
    [InlineData(0.1f, false)]
    [InlineData(null, false)]
    public void ToFilter_LowMargin_TakesCloseDecisionsOnly(float? margin, bool expected)
    {
        var log = new DecisionLog(10);
        log.Record(DecisionSamples.Decision("r", DecisionReasons.MaxScore, "a", [DecisionSamples.Candidate("a", column: 0)], margin: margin));

        Assert.Equal(expected, log.Latest(1, new DecisionQuery { Margin = 0.09 }.ToFilter()).Count == 1);
    }
}
