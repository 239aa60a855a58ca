using PrefixConsole.Components.Pages.Overview;
using PrefixConsole.Operations;

namespace PrefixConsole.Tests.Components.Overview;

public sealed class EffectDifferenceTests
{
    private static readonly EffectWindow s_before = new(600, 100, 0.02, 300, 900, 0.5);

    [Fact]
    public void Of_BothSides_HasSignAndSaysWhatIsBetter()
    {
        var rows = EffectDifference.Of(new ChangeEffect(s_before, new EffectWindow(60, 20, 0.02, 250, 950, 0.625)));

        Assert.Equal(["−50 ms", "+50 ms", "+12.5 points", "no difference"], rows.Select(r => r.Difference));
        Assert.Equal([true, false, true, null], rows.Select(r => r.Better));
        Assert.Equal(("300 ms", "250 ms"), (rows[0].Before, rows[0].After));
    }

    [Fact]
    public void Of_TooFewRequests_IsNotKnown()
    {
        var rows = EffectDifference.Of(new ChangeEffect(s_before, new EffectWindow(60, EffectDifference.FewestRequests - 1, 0, 250, 950, 0.6)));

        Assert.All(rows, r => Assert.Equal(("—", "—"), (r.After, r.Difference)));
        Assert.All(rows, r => Assert.Null(r.Better));
    }

    [Fact]
    public void Of_NoChangeYet_IsNotKnown() => Assert.All(EffectDifference.Of(null), r => Assert.Equal("—", r.Difference));
}
