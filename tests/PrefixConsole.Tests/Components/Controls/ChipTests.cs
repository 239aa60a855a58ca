using Bunit;
using PrefixConsole.Components.Controls;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Routing.KvEvents;

namespace PrefixConsole.Tests.Components.Controls;

/// <summary>Words for states, and the rules that stand behind them.</summary>
public sealed class ChipTests : BunitContext
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(Temperature.Hot, "▲hot", "Hot: more than 1.5 times the median of requests in flight and more than 90 % of its KV blocks in use, or more than 50 requests in its queue.")]
    [InlineData(Temperature.Warm, "warm", "Warm: not hot, and at least 5 % of its cache holds prefixes, as it reports while that is trusted, else as predicted.")]
    [InlineData(Temperature.Cold, "▽cold", "Cold: less than 5 % of its cache holds prefixes, as it reports while that is trusted, else as predicted.")]
    public void Temperature_SaysItsReasonAndItsRuleWithTheLimits(Temperature level, string text, string rule)
    {
        var chip = Render<TemperatureChip>(p => p.Add(x => x.Value, new WorkerTemperature(level, "the numbers"))).Find("span");

        Assert.Equal(text, chip.TextContent.Trim());
        Assert.Equal("the numbers. " + rule, chip.GetAttribute("title"));
    }

    [Fact]
    public void Temperature_NotKnown_ShowsNothing() =>
        Assert.Empty(Render<TemperatureChip>(p => p.Add(x => x.Value, new WorkerTemperature(Temperature.Unknown, "not ready"))).FindAll("span"));

    [Fact]
    public void Trust_Untrusted_SaysItsCauseAndTheRule()
    {
        var title = Title(KvTrust.Untrusted);

        Assert.StartsWith("3 batches lost, since 12:00:00 UTC. Untrusted: ", title, StringComparison.Ordinal);
        Assert.Contains("5 answers in a row had less cached than it reported", title, StringComparison.Ordinal);
        Assert.Equal("3 batches lost, since 12:00:00 UTC", Title(KvTrust.Trusted));

        string Title(KvTrust trust) => Render<TrustChip>(p => p.Add(x => x.Trust, trust).Add(x => x.Cause, "3 batches lost").Add(x => x.Since, s_now)).Find("span").GetAttribute("title")!;
    }

    [Theory]
    [InlineData(BreakerState.Closed, 0, "✓closed")]
    [InlineData(BreakerState.Closed, 2, "!closed2 of 3 failed")]
    [InlineData(BreakerState.Open, 12, "✗open12 failed")]
    [InlineData(BreakerState.Suspended, 1, "…suspended1 failed")]
    [InlineData(BreakerState.Untested, 0, "…untested")]
    public void Breaker_SaysItsStateAndTheFailures(BreakerState state, int failures, string text)
    {
        var chip = Breaker(new WorkerBreaker(state, failures, null, null, null, null));

        Assert.Equal(text, chip.TextContent);
        Assert.Equal($"{BreakerText.RuleOf(state)} No failure is known", chip.GetAttribute("title"));
    }

    [Fact]
    public void Breaker_Open_SaysSinceWhenAndTheLastFailure()
    {
        var title = Breaker(new WorkerBreaker(BreakerState.Open, 12, "answered 503", s_now.AddSeconds(-3), null, s_now.AddMinutes(-2))).GetAttribute("title");

        Assert.StartsWith("Open for 2 min. It gets no requests.", title, StringComparison.Ordinal);
        Assert.EndsWith("Last failure 3 s ago: answered 503", title, StringComparison.Ordinal);
    }

    [Fact]
    public void Breaker_Rank_IsOpenFirst_ThenMostFailures()
    {
        WorkerBreaker[] worstFirst =
        [
            new(BreakerState.Open, 9, null, null, null, null),
            new(BreakerState.Open, 1, null, null, null, null),
            new(BreakerState.Suspended, 2_000_000, null, null, null, null),
            new(BreakerState.Closed, 2, null, null, null, null),
            new(BreakerState.Closed, 0, null, null, null, null),
        ];

        Assert.Equal(worstFirst, worstFirst.Reverse().OrderBy(BreakerText.RankOf));
    }

    private AngleSharp.Dom.IElement Breaker(WorkerBreaker breaker) =>
        Render<BreakerChip>(p => p.Add(x => x.Value, breaker).Add(x => x.Now, s_now)).Find("span");
}
