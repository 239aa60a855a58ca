using PrefixConsole.Api;
using PrefixConsole.Operations;
using PrefixConsole.Routing.Strategies;

namespace PrefixConsole.Tests.Api;

public sealed class StrategyCsvTests
{
    private static string[] Write(ChangeEffect? effect)
    {
        var revision = new StrategyRevision
        {
            Number = 7,
            Spec = new StrategySpec { Name = StrategyNames.Random },
            At = new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero),
            By = "ada",
            Reason = "=cmd",
        };
        var lines = StrategyCsv.Write([new MeasuredRevision(revision, null, effect)]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(lines[0].Split(',').Length, lines[1].Split(',').Length);
        return lines[1].Split(',')[8..];
    }

    [Fact]
    public void Effect_IsBesideTheRevision() => Assert.Equal(
        ["'=cmd", "10", "5", "80", "40", "900", "400", "0.25", "0.5", "reported", "0.1", "0"],
        Write(new ChangeEffect(
            new EffectWindow(600, 6000, 0.1) { TtftP50 = 80, TtftP95 = 900, ReportedHitRate = 0.25, PredictedHitRate = 0.9 },
            new EffectWindow(60, 300, 0) { TtftP50 = 40, TtftP95 = 400, ReportedHitRate = 0.5, PredictedHitRate = 0.9 })));

    [Fact]
    public void OneSideWithoutReports_ComparesPredictions() => Assert.Equal(
        ["0.25", "0.5", "predicted"],
        Write(new ChangeEffect(
            new EffectWindow(600, 6000, 0) { PredictedHitRate = 0.25 },
            new EffectWindow(60, 300, 0) { ReportedHitRate = 0.9, PredictedHitRate = 0.5 }))[7..10]);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void NotMeasured_IsEmptyAndNotZero(bool looked) => Assert.All(Write(looked ? new ChangeEffect(null, null) : null)[1..], Assert.Empty);
}
