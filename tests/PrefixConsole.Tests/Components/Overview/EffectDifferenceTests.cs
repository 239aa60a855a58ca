using PrefixConsole.Components.Pages.Overview;
using PrefixConsole.Operations;

namespace PrefixConsole.Tests.Components.Overview;

public sealed class EffectDifferenceTests
{
    private static readonly EffectWindow s_before = Window(600, 100, 300, 900, 0.5);

    private static EffectWindow Window(int seconds, int requests, double p50, double p95, double hits) => new(seconds, requests, 0.02)
    {
        TtftP50 = p50,
        TtftP95 = p95,
        TtftP99 = 1000,
        GoodShare = 0.9,
        Queue = 3.5,
        ReportedHitRate = hits,
        PredictedHitRate = 0.4,
    };

    [Fact]
    public void Of_BothSides_HasSignAndSaysWhatIsBetter()
    {
        var rows = EffectDifference.Of(new ChangeEffect(s_before, Window(60, 20, 250, 950, 0.625) with { GoodShare = 0.8, Queue = 1 }));

        Assert.Equal(["−50 ms", "+50 ms", "no difference", "−10.0 points", "−2.5", "+12.5 points", "no difference"], rows.Select(r => r.Difference));
        Assert.Equal([true, false, null, false, true, true, null], rows.Select(r => r.Better));
        Assert.Equal(("300 ms", "250 ms"), (rows[0].Before, rows[0].After));
    }

    [Fact]
    public void Of_OneSideWithoutReports_ComparesPredictions()
    {
        var rows = EffectDifference.Of(new ChangeEffect(s_before, Window(60, 20, 250, 950, 0.9) with { ReportedHitRate = null, PredictedHitRate = 0.3 }));

        var hits = rows.Single(r => r.Name == "Hit share");
        Assert.Equal(("40 %", "30 %", "−10.0 points", false), (hits.Before, hits.After, hits.Difference, hits.Better));
        Assert.Contains("predicted", hits.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_TooFewRequests_IsNotKnown()
    {
        var rows = EffectDifference.Of(new ChangeEffect(s_before, Window(60, EffectDifference.FewestRequests - 1, 250, 950, 0.6)));

        Assert.All(rows, r => Assert.Equal(("—", "—"), (r.After, r.Difference)));
        Assert.All(rows, r => Assert.Null(r.Better));
    }

    [Fact]
    public void Of_NoChangeYet_IsNotKnown() => Assert.All(EffectDifference.Of(null), r => Assert.Equal("—", r.Difference));
}
